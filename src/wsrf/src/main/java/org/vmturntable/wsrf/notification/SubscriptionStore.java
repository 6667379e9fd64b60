package org.vmturntable.wsrf.notification;

import java.util.List;

/** Keeps subscriptions over restarts. Every method blocks until that is durable and may fail with {@code STORE_FAILED}. */
public interface SubscriptionStore {
    void add(Subscription subscription);

    /** Replaces what was kept under this id. Does nothing if it was removed meanwhile. */
    void update(Subscription subscription);

    /** Does nothing if there is none. */
    void remove(SubscriptionId id);

    /** In no particular order; may be empty. */
    List<Subscription> all();
}
