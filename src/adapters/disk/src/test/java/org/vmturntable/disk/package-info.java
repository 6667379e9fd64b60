/** Tests with real images, QEMU's tools and libnbd. */
@NullMarked
package org.vmturntable.disk;

import org.jspecify.annotations.NullMarked;
