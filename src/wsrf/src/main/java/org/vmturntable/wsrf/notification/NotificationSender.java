package org.vmturntable.wsrf.notification;

/** Carries a message to a consumer. */
@FunctionalInterface
public interface NotificationSender {
    /**
     * Sends, and returns when the consumer has it. Blocks for as long as the consumer takes, at most a few seconds.
     *
     * @throws org.vmturntable.kernel.GridException if the consumer could not be reached or refused
     */
    void send(Subscription to, Event event);
}
