package org.vmturntable.traffic.guest;

import java.util.List;
import java.util.Optional;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.VmId;

/**
 * A guest as its hypervisor knows it now.
 *
 * @param memory what the guest was given, not what it uses
 * @param macAddresses in the order of its interfaces, lower case, colon-separated; may be empty
 * @param addresses IP addresses that its owner declared for it; may be empty
 * @param disks in the order of the machine's description; may be empty
 * @param obstacle why it cannot be moved from this site as it is, and the way out: a sentence without a full stop
 */
public record Guest(
        VmId id,
        String name,
        GuestState state,
        Bytes memory,
        int virtualCpus,
        List<String> macAddresses,
        List<String> addresses,
        List<GuestDisk> disks,
        Optional<String> obstacle) {
    public Guest {
        macAddresses = List.copyOf(macAddresses);
        addresses = List.copyOf(addresses);
        disks = List.copyOf(disks);
    }

    /** A guest of memory alone. */
    public Guest(
            VmId id,
            String name,
            GuestState state,
            Bytes memory,
            int virtualCpus,
            List<String> macAddresses,
            List<String> addresses) {
        this(id, name, state, memory, virtualCpus, macAddresses, addresses, List.of(), Optional.empty());
    }

    public Guest withDisks(List<GuestDisk> other) {
        return new Guest(id, name, state, memory, virtualCpus, macAddresses, addresses, other, obstacle);
    }

    /** What its disks have written, all of them together. */
    public Bytes writtenOnDisk() {
        return new Bytes(
                disks.stream().mapToLong(disk -> disk.written().value()).sum());
    }
}
