package org.vmturntable.cli.grid;

import java.util.List;
import java.util.Optional;

/**
 * A virtual machine as its site describes it.
 *
 * @param state such as {@code RUNNING}; {@code MOVED} for one that has left
 * @param addresses in the site's order; may be empty
 * @param disks in the site's order; may be empty
 * @param obstacle why it cannot be moved as it is, and the way out
 * @param migration the one that is under way
 */
public record Vm(
        String id,
        String name,
        String state,
        String site,
        long memoryBytes,
        int virtualCpus,
        List<String> addresses,
        List<Disk> disks,
        Optional<String> obstacle,
        Optional<Reference> migration,
        Reference reference) {
    /** What a site still says of a machine that has gone to another one. */
    public static final String MOVED = "MOVED";

    public Vm {
        addresses = List.copyOf(addresses);
        disks = List.copyOf(disks);
    }

    /**
     * A disk of a machine.
     *
     * @param base SHA-256 of the image beneath it
     * @param writtenBytes what differs from that, at most
     */
    public record Disk(String target, long sizeBytes, String base, long writtenBytes) {}
}
