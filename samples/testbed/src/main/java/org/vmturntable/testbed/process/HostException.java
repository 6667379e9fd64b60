package org.vmturntable.testbed.process;

import org.jspecify.annotations.Nullable;

/** This host refused something that the testbed needs. The message is a sentence for the person at the terminal. */
public final class HostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HostException(String message) {
        this(message, null);
    }

    public HostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
