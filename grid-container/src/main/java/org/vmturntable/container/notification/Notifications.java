package org.vmturntable.container.notification;

import java.net.URI;
import java.time.Clock;
import org.vmturntable.container.config.SiteConfiguration;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.container.soap.BaseFaultMapper;
import org.vmturntable.soap.GridClients;
import org.vmturntable.store.SiteStore;
import org.vmturntable.traffic.migration.MigrationListener;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.wsrf.notification.Delivery;
import org.vmturntable.wsrf.notification.Retry;
import org.vmturntable.wsrf.notification.SubscriptionHome;
import org.vmturntable.wsrf.notification.SubscriptionTerms;

/** Tells subscribers what becomes of migrations. */
public final class Notifications implements MigrationListener, AutoCloseable {
    private final SubscriptionHome home;
    private final Delivery delivery;
    private final Subscriptions subscriptions;

    /**
     * @param clients for calls to consumers alone, with time-outs of a few seconds
     */
    public Notifications(
            SiteConfiguration site, SiteStore store, GridClients clients, BaseFaultMapper faults, Clock clock) {
        URI base = site.listen().url();
        ConsumerRules consumers = new ConsumerRules(site);
        MigrationEvents events = new MigrationEvents(store.stateChanges());
        this.home = new SubscriptionHome(store.subscriptions(), SubscriptionTerms.USUAL, clock);
        this.delivery = new Delivery(home, events, new SoapNotificationSender(clients, consumers, base), Retry.PATIENT);
        this.subscriptions =
                new Subscriptions(home, events, delivery, consumers, ServicePath.SUBSCRIPTION.at(base), faults, clock);
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

    /** Nothing more will happen to this resource: its subscriptions end. */
    public void ended(Producer producer) {
        home.producerEnded(producer.toString());
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
