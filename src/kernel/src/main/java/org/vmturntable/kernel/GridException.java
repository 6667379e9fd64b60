package org.vmturntable.kernel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one failure that crosses modules. Its message is a sentence for a person and holds no secret, no stack trace and no raw
 * device text; {@code details} name what it is about (a site, a port, an id).
 */
public final class GridException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;
    private final transient Map<String, String> details;

    public GridException(FailureCode code, String message) {
        this(code, message, Map.of(), null);
    }

    public GridException(FailureCode code, String message, Map<String, String> details) {
        this(code, message, details, null);
    }

    public GridException(FailureCode code, String message, @Nullable Throwable cause) {
        this(code, message, Map.of(), cause);
    }

    public GridException(FailureCode code, String message, Map<String, String> details, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.details = Map.copyOf(details);
    }

    public FailureCode code() {
        return code;
    }

    /** May be empty. */
    public Map<String, String> details() {
        return details;
    }
}
