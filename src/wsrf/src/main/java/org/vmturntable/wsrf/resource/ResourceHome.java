package org.vmturntable.wsrf.resource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where the resources of one kind live.
 *
 * @param <R> the kind of resource
 */
public interface ResourceHome<R> {
    /**
     * The resource with this key.
     *
     * @throws org.vmturntable.kernel.GridException of kind {@code UNKNOWN_RESOURCE} if there is none; its details may say where it
     *     went ({@code movedTo}, a site)
     */
    R require(String key);

    /** Every resource of this kind, in an order that stays; may be empty. */
    List<R> all();

    /** The key under which {@link #require} finds this resource. */
    String key(R resource);

    /**
     * Ends the resource.
     *
     * @throws org.vmturntable.kernel.GridException of kind {@code UNKNOWN_RESOURCE}, or {@code STATE_FORBIDS} if it may not end now
     */
    void destroy(String key);

    /** When the resource ends by itself; empty if it does not. */
    default Optional<Instant> terminationTime(R resource) {
        return Optional.empty();
    }
}
