package org.vmturntable.traffic.migration;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What happened so far.
 *
 * @param steps in the order in which they were written down: as they ended, save that what goes on beside other steps is written
 *     down where it is waited for ({@code PREPARE_ARRIVAL} before the copy, {@code SWITCH_ELEMENTS} in it); may be empty
 * @param cancelAsked somebody asked for an end before the switchover
 * @param failure why the migration turned back; empty unless it did
 * @param stranding the last time that it was given up; empty if never
 */
public record History(
        List<StepRecord> steps, boolean cancelAsked, Optional<Failure> failure, Optional<Stranding> stranding) {
    static final History NONE = new History(List.of(), false, Optional.empty(), Optional.empty());

    public History {
        steps = List.copyOf(steps);
    }

    /** Why the lease could not be extended the last time that this was tried; empty if it could, or was not tried. */
    public Optional<Failure> refusedExtension() {
        return lastFailure(Step.EXTEND_LEASE);
    }

    /** Why a step was in vain the last time that it was tried; empty if it was not, or was never tried. */
    Optional<Failure> lastFailure(Step asked) {
        return steps.stream()
                .filter(step -> step.step() == asked)
                .reduce((earlier, later) -> later)
                .flatMap(StepRecord::failure);
    }

    History with(StepRecord step) {
        return new History(Stream.concat(steps.stream(), Stream.of(step)).toList(), cancelAsked, failure, stranding);
    }

    History withCancel() {
        return new History(steps, true, failure, stranding);
    }

    History turnedBackFor(Failure cause) {
        return new History(steps, cancelAsked, Optional.of(cause), stranding);
    }

    History with(Stranding given) {
        return new History(steps, cancelAsked, failure, Optional.of(given));
    }
}
