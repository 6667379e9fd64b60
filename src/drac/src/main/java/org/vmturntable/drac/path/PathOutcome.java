package org.vmturntable.drac.path;

import java.util.Map;
import java.util.Optional;
import org.vmturntable.drac.topology.PathEnds;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** A route, or why there is none: exactly one of both. */
public record PathOutcome(Optional<Route> route, Optional<Refusal> refusal) {
    static PathOutcome found(Route route) {
        return new PathOutcome(Optional.of(route), Optional.empty());
    }

    static PathOutcome refused(FailureCode code, String why) {
        return new PathOutcome(Optional.empty(), Optional.of(new Refusal(code, why)));
    }

    /** @throws GridException with the refusal's code if there is no route */
    public Route orThrow(PathEnds ends) {
        refusal.ifPresent(no -> {
            throw new GridException(
                    no.code(),
                    no.why(),
                    Map.of("a", ends.a().toString(), "b", ends.b().toString()));
        });
        return route.orElseThrow();
    }

    /**
     * Why there is no route.
     *
     * @param code of kind NO_CAPACITY or INVALID_REQUEST
     */
    public record Refusal(FailureCode code, String why) {}
}
