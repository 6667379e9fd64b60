package org.vmturntable.container.soap;

import java.util.Objects;
import java.util.Optional;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * What an endpoint may know of the request it answers, besides its content.
 *
 * @param caller who sent it
 * @param key the resource it is about: the reference parameter ResourceKey, or what the path has after the service's own
 * @param operation name of the operation in its contract
 */
public record CurrentCall(Caller caller, Optional<String> key, String operation) {
    /**
     * The call that the calling thread serves.
     *
     * @throws IllegalStateException outside an endpoint's method
     */
    public static CurrentCall get() {
        Message message = PhaseInterceptorChain.getCurrentMessage();
        CurrentCall call = message == null ? null : message.getExchange().get(CurrentCall.class);
        if (call == null) {
            throw new IllegalStateException("no SOAP call is being served by this thread");
        }
        return Objects.requireNonNull(call);
    }

    /**
     * The key, where an operation needs one.
     *
     * @throws GridException RESOURCE_UNKNOWN if the request named none
     */
    public String requireKey() {
        return key.orElseThrow(() -> new GridException(
                FailureCode.RESOURCE_UNKNOWN,
                "The request names no resource: neither ResourceKey nor a key in the path."));
    }
}
