package org.vmturntable.container.notification;

import java.net.URI;
import java.time.Clock;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.container.soap.BaseFaultMapper;
import org.vmturntable.soap.GridClients;
import org.vmturntable.store.SiteStore;
import org.vmturntable.traffic.migration.MigrationListener;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.wsrf.notification.Delivery;
import org.vmturntable.wsrf.notification.Retry;
import org.vmturntable.wsrf.notification.SubscriptionHome;

/** Tells subscribers what becomes of migrations. */
public final class Notifications implements MigrationListener, AutoCloseable {
    private final SubscriptionHome home;
    private final Delivery delivery;
    private final Subscriptions subscriptions;

    /**
     * @param clients for calls to consumers alone, with time-outs of a few seconds
     * @param base of this container's services
     */
    public Notifications(SiteStore store, GridClients clients, URI base, BaseFaultMapper faults, Clock clock) {
        MigrationEvents events = new MigrationEvents(store.stateChanges());
        this.home = new SubscriptionHome(store.subscriptions(), clock);
        this.delivery = new Delivery(home, events, new SoapNotificationSender(clients, base), Retry.PATIENT);
        this.subscriptions =
                new Subscriptions(home, events, delivery, ServicePath.SUBSCRIPTION.at(base), faults, clock);
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public SubscriptionHome home() {
        return home;
    }

    /** Brings what an earlier run of this container could not. */
    public void catchUp() {
        delivery.catchUp();
    }

    @Override
    public void moved(MigrationSaga saga) {
        delivery.happened(Producer.of(saga.id()).toString());
        delivery.happened(Producer.of(saga.vm()).toString());
    }

    @Override
    public void close() {
        delivery.close();
    }
}
