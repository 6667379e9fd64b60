package org.vmturntable.wsrf.notification;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.GridException;

/** What there is to do for one subscription: bring the next few events, or count a failure. Used by one thread at a time. */
final class LaneWork {
    /** So many events are read at a time: the bound of what is in memory for one subscription. */
    private static final int BATCH = 16;

    private static final Logger LOG = LoggerFactory.getLogger(LaneWork.class);

    enum Result {
        CAUGHT_UP,
        AGAIN,
        OVER
    }

    private final SubscriptionId id;
    private final SubscriptionHome home;
    private final EventLog log;
    private final NotificationSender sender;
    private final Retry retry;
    private int failures;
    private String lastFailure = "";

    LaneWork(SubscriptionId id, SubscriptionHome home, EventLog log, NotificationSender sender, Retry retry) {
        this.id = id;
        this.home = home;
        this.log = log;
        this.sender = sender;
        this.retry = retry;
    }

    SubscriptionId id() {
        return id;
    }

    boolean failed() {
        return failures > 0;
    }

    /** How long to wait before the next {@link #deliver}; zero if the last one succeeded. */
    Duration pause() {
        return failed() ? retry.pause(failures) : Duration.ZERO;
    }

    /** Broad, as this is a thread's border: whatever goes wrong with one consumer, or the store, must not end the delivery to it. */
    Result deliver() {
        try {
            return failures < retry.attempts() ? deliverNext() : giveUp();
        } catch (RuntimeException failure) {
            failures++;
            lastFailure = failure instanceof GridException known
                    ? known.code().name()
                    : failure.getClass().getSimpleName();
            LOG.debug("Subscription {}: attempt {} failed: {}", id, failures, lastFailure);
            return Result.AGAIN;
        }
    }

    private Result deliverNext() {
        Optional<Subscription> found = home.find(id);
        if (found.isEmpty()) {
            return Result.OVER;
        }
        Subscription subscription = found.get();
        int delivered = 0;
        for (Event event : log.after(subscription.producer(), subscription.topic(), subscription.position(), BATCH)) {
            sender.send(subscription, event);
            failures = 0;
            home.delivered(id, event.position());
            delivered++;
        }
        return delivered == 0 ? Result.CAUGHT_UP : Result.AGAIN;
    }

    private Result giveUp() {
        LOG.warn(
                "Subscription {} ends: its consumer failed {} times in a row, last with {}", id, failures, lastFailure);
        home.remove(id);
        return Result.OVER;
    }
}
