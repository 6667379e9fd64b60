@NullMarked
package org.vmturntable.libvirt;

import org.jspecify.annotations.NullMarked;
