/** A site's disk images: base images known by their content, and the overlays over them. */
@NullMarked
package org.vmturntable.libvirt.image;

import org.jspecify.annotations.NullMarked;
