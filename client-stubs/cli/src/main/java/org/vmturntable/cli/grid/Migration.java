package org.vmturntable.cli.grid;

import java.util.List;
import java.util.Optional;

/**
 * One move of one virtual machine.
 *
 * @param steps in the order in which the site wrote them down; may be empty
 * @param failure why it was undone or is stranded
 * @param advice what a person can do about it, in sentences; empty unless it is stranded
 */
public record Migration(
        String id,
        String vmId,
        String from,
        String to,
        MigrationState state,
        List<Step> steps,
        CopyProgress progress,
        Figures figures,
        Optional<Failure> failure,
        Optional<String> advice,
        Reference reference) {
    public Migration {
        steps = List.copyOf(steps);
    }
}
