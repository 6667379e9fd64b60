package org.vmturntable.traffic.guest;

import java.net.URI;
import java.util.Optional;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.VmId;

/**
 * What to move, and which way.
 *
 * @param control the destination hypervisor's control address, {@code qemu+tls://host/system}
 * @param stream where the destination listens for the guest's memory, {@code tcp://address-on-the-lightpath}
 * @param gate what lets the guest in at the destination's gate, at the host of {@code stream}; empty if it has none
 * @param bandwidth what the lightpath carries; the sender stays below it
 * @param convergence what may be done if the guest writes too fast for that
 */
public record MoveOrder(
        VmId vm, URI control, URI stream, Optional<GatePass> gate, Bandwidth bandwidth, Convergence convergence) {}
