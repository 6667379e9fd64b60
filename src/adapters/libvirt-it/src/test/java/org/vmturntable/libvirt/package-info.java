/** The adapter to libvirt, between two sites with real guests. */
@NullMarked
package org.vmturntable.libvirt;

import org.jspecify.annotations.NullMarked;
