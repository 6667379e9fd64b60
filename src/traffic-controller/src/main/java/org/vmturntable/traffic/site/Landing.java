package org.vmturntable.traffic.site;

import java.net.URI;
import java.util.Optional;
import org.vmturntable.traffic.guest.GatePass;

/**
 * Where to send the guest.
 *
 * @param control the destination hypervisor's control address
 * @param stream the destination's address on the lightpath
 * @param gate what lets the guest in at the gate that stands there; empty if none does
 */
public record Landing(URI control, URI stream, Optional<GatePass> gate) {
    /** A destination without a gate. */
    public Landing(URI control, URI stream) {
        this(control, stream, Optional.empty());
    }

    public Landing through(Optional<GatePass> given) {
        return new Landing(control, stream, given);
    }
}
