package org.vmturntable.cli.grid;

import java.util.List;
import java.util.Optional;

/**
 * A virtual machine as its site describes it.
 *
 * @param state such as {@code RUNNING}; {@code MOVED} for one that has left
 * @param addresses in the site's order; may be empty
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
        Optional<Reference> migration,
        Reference reference) {
    /** What a site still says of a machine that has gone to another one. */
    public static final String MOVED = "MOVED";

    public Vm {
        addresses = List.copyOf(addresses);
    }
}
