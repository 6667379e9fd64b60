package org.vmturntable.wsrf.notification;

import java.util.UUID;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** Identifies one subscription at the producer's site. */
public record SubscriptionId(UUID value) {
    public static SubscriptionId random() {
        return new SubscriptionId(UUID.randomUUID());
    }

    /** @throws GridException {@link FailureCode#SUBSCRIPTION_UNKNOWN} if the text cannot be the id of any subscription */
    public static SubscriptionId parse(String text) {
        try {
            return new SubscriptionId(UUID.fromString(text));
        } catch (IllegalArgumentException notOurs) {
            throw new GridException(FailureCode.SUBSCRIPTION_UNKNOWN, "No such subscription: " + text, notOurs);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
