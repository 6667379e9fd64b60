package org.vmturntable.cli.grid;

import org.jspecify.annotations.Nullable;

/** A request to the grid failed. */
public final class GridFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public GridFailure(Failure failure) {
        this(failure, null);
    }

    public GridFailure(Failure failure, @Nullable Throwable cause) {
        super(failure.sentence(), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
