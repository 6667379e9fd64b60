/** Guests as libvirt and QEMU know them: finding them, moving them, and hearing when they stop and resume. */
@NullMarked
package org.vmturntable.libvirt;

import org.jspecify.annotations.NullMarked;
