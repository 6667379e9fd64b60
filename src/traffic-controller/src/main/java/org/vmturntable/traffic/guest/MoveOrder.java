package org.vmturntable.traffic.guest;

import java.net.URI;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.VmId;

/**
 * What to move, and which way.
 *
 * @param control the destination hypervisor's control address, {@code qemu+tls://host/system}
 * @param stream where the destination listens for the guest's memory, {@code tcp://address-on-the-lightpath}
 * @param bandwidth what the lightpath carries; the sender stays below it
 */
public record MoveOrder(VmId vm, URI control, URI stream, Bandwidth bandwidth) {}
