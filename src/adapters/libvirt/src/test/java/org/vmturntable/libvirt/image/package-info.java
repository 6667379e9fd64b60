@NullMarked
package org.vmturntable.libvirt.image;

import org.jspecify.annotations.NullMarked;
