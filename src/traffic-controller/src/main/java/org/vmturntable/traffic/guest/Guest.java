package org.vmturntable.traffic.guest;

import java.util.List;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.VmId;

/**
 * A guest as its hypervisor knows it now.
 *
 * @param memory what the guest was given, not what it uses
 * @param macAddresses in the order of its interfaces, lower case, colon-separated; may be empty
 * @param addresses IP addresses that its owner declared for it; may be empty
 */
public record Guest(
        VmId id,
        String name,
        GuestState state,
        Bytes memory,
        int virtualCpus,
        List<String> macAddresses,
        List<String> addresses) {
    public Guest {
        macAddresses = List.copyOf(macAddresses);
        addresses = List.copyOf(addresses);
    }
}
