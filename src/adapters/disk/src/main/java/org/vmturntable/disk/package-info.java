/** Disk images of guests, and how what changed in them is read, sent and written: qcow2 overlays over base images, NBD, QEMU's storage daemon. */
@NullMarked
package org.vmturntable.disk;

import org.jspecify.annotations.NullMarked;
