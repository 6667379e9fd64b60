/** The forwarding of VMs' traffic by Linux: VXLAN devices, set and read by iproute2's {@code ip} and {@code bridge}. */
@NullMarked
package org.vmturntable.linux;

import org.jspecify.annotations.NullMarked;
