package org.vmturntable.traffic.migration;

import java.util.Map;
import java.util.Optional;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.FailureKind;
import org.vmturntable.kernel.GridException;
import org.vmturntable.traffic.site.HostingSites;

/** A port's call failed; goes no further than the run. */
final class StepFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient StepRecord record;
    private final Failure failure;

    StepFailed(StepRecord record, Failure failure, RuntimeException cause) {
        super(failure.message(), cause);
        this.record = record;
        this.failure = failure;
    }

    StepRecord record() {
        return record;
    }

    Failure failure() {
        return failure;
    }

    /** False if the same call would fail again until a person changes something. */
    boolean retryHelps() {
        return !(getCause() instanceof GridException) || failure.code().retryHelps();
    }

    boolean saysUnknown() {
        return failure.code().kind() == FailureKind.UNKNOWN_RESOURCE;
    }

    /** True if nothing can have come of the call. A lost answer is no such no, nor is one that may follow a repeated request. */
    boolean isClearNo() {
        return failure.code().kind() == FailureKind.NO_CAPACITY
                || failure.code().kind() == FailureKind.INVALID_REQUEST
                || failure.code() == FailureCode.CALLER_NOT_PERMITTED
                || "no".equals(details().get(HostingSites.DELIVERED));
    }

    /** What the step would have taken. */
    Optional<Holding> wanted() {
        return switch (record.step()) {
            case HOLD_ROOM -> Optional.of(Holding.ROOM);
            case AUTHORISE -> Optional.of(Holding.TOKEN);
            case RESERVE_LIGHTPATH -> Optional.of(Holding.LIGHTPATH);
            default -> Optional.empty();
        };
    }

    private Map<String, String> details() {
        return getCause() instanceof GridException grid ? grid.details() : Map.of();
    }
}
