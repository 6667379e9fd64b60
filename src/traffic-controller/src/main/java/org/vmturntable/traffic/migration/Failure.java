package org.vmturntable.traffic.migration;

import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** Why something failed: the code for programs, the sentence for people. */
public record Failure(FailureCode code, String message) {
    static Failure of(RuntimeException e) {
        if (e instanceof GridException grid) {
            return new Failure(grid.code(), String.valueOf(grid.getMessage()));
        }
        return new Failure(
                FailureCode.INVARIANT_BROKEN,
                "A defect of this software: " + e.getClass().getSimpleName());
    }
}
