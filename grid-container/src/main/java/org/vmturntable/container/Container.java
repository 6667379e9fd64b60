package org.vmturntable.container;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.container.access.SiteAccess;
import org.vmturntable.container.config.Identity;
import org.vmturntable.container.config.Role;
import org.vmturntable.container.config.SiteConfiguration;
import org.vmturntable.container.config.StorePlace;
import org.vmturntable.container.notification.Notifications;
import org.vmturntable.container.peer.Peers;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.container.peer.WarmConnections;
import org.vmturntable.container.site.SiteDirectoryEndpoint;
import org.vmturntable.container.site.SiteParts;
import org.vmturntable.container.site.SiteProperties;
import org.vmturntable.container.soap.BaseFaultMapper;
import org.vmturntable.container.soap.CallGuard;
import org.vmturntable.container.soap.Caller;
import org.vmturntable.container.soap.CurrentCall;
import org.vmturntable.container.soap.JdbcReplayMemory;
import org.vmturntable.container.soap.SoapServer;
import org.vmturntable.drac.lightpath.LightpathService;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.soap.GridClients;
import org.vmturntable.soap.SoapIdentity;
import org.vmturntable.store.SiteStore;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.traffic.migration.MigrationService;
import org.vmturntable.tunnel.EdgeGateway;

/**
 * A running grid container. What an earlier run left half done is taken up at the start: elements and edges first, migrations when
 * others can reach this container again.
 */
public final class Container implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Container.class);
    private static final Duration CONSUMER_CONNECT = Duration.ofSeconds(3);
    private static final Duration CONSUMER_ANSWER = Duration.ofSeconds(10);

    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final Foundation on;
    private final GridClients consumers;
    private Optional<HostingRole> hosting = Optional.empty();
    private Optional<BrokerRole> broker = Optional.empty();
    private Optional<EdgeRole> edge = Optional.empty();

    /**
     * Starts a container and returns when it answers.
     *
     * @param surroundings closed with the container
     * @throws GridException {@link FailureCode#CONFIGURATION_INVALID}, {@link FailureCode#STORE_FAILED}
     */
    public static Container start(SiteConfiguration site, Surroundings surroundings) {
        Container container = new Container(site, surroundings);
        try {
            container.begin();
            return container;
        } catch (RuntimeException failed) {
            container.close();
            throw failed;
        }
    }

    private Container(SiteConfiguration site, Surroundings surroundings) {
        closing.push(surroundings::close);
        SiteStore store = openStore(site.store());
        closing.push(store::close);
        Workers workers = new Workers();
        closing.push(workers::close);
        SoapIdentity identity = identity(site.identity());
        GridClients clients = new GridClients(identity);
        closing.push(clients::close);
        BaseFaultMapper faults = new BaseFaultMapper(site.listen().url(), surroundings.clock());
        SiteAccess access = new SiteAccess(site);
        CallGuard guard = new CallGuard(
                access, new JdbcReplayMemory(store.dataSource(), surroundings.clock()), surroundings.clock());
        SoapServer server = new SoapServer(address(site), identity, guard, faults);
        this.on = new Foundation(
                site,
                surroundings,
                store,
                server,
                access,
                new Peers(site, clients),
                faults,
                Caller.of(identity.certificate()),
                workers);
        this.consumers = new GridClients(identity, CONSUMER_CONNECT, CONSUMER_ANSWER);
        closing.push(consumers::close);
    }

    private void begin() {
        SiteConfiguration site = on.site();
        Optional<GuestMover> guests = site.hosting()
                .filter(terms -> site.has(Role.HOSTING))
                .map(terms -> on.surroundings().guests(terms, site.gate()));
        Optional<AuthorityRole> authority =
                on.site().has(Role.AUTHORITY) ? Optional.of(AuthorityRole.begin(on, guests)) : Optional.empty();
        broker = on.site().has(Role.BROKER) ? Optional.of(BrokerRole.begin(on, authority)) : Optional.empty();
        edge = on.site().has(Role.EDGE) ? Optional.of(EdgeRole.begin(on)) : Optional.empty();
        Notifications notifications = new Notifications(site, on.store(), consumers, on.faults(), on.clock());
        closing.push(notifications::close);
        hosting =
                guests.flatMap(mover -> authority.map(own -> HostingRole.begin(on, mover, own, broker, notifications)));
        publishSite();
        broker.ifPresent(BrokerRole::recover);
        edge.ifPresent(EdgeRole::recover);
        hosting.ifPresent(role -> closing.push(role.service()::close));
        closing.push(on.server()::close);
        on.server().start(() -> hosting.ifPresent(role -> new WarmConnections(on.peers()).keep(on.workers()::every)));
        hosting.ifPresent(HostingRole::recover);
        notifications.catchUp();
        LOG.info(
                "Container of {} answers at {} as {}",
                site.site(),
                site.listen().url(),
                site.roles());
    }

    private void publishSite() {
        SiteParts parts = new SiteParts(
                on.site(),
                hosting.map(HostingRole::rooms),
                name -> hosting.map(role -> role.vms().entries(name)).orElse(List.of()),
                name -> hosting.map(role -> role.migrations().entries(name)).orElse(List.of()),
                name -> broker.map(role -> role.lightpaths().entries(name)).orElse(List.of()));
        String own = on.site().site().value();
        on.publish(
                ServicePath.SITE,
                new SiteDirectoryEndpoint(on.answers(
                        SiteProperties.kind(parts),
                        () -> CurrentCall.get().key().orElse(own))));
    }

    /** What the container stands on; for tests that end it as a kill would. */
    Foundation foundation() {
        return on;
    }

    /** The traffic controller; empty if this container hosts no machines. */
    Optional<MigrationService> migrations() {
        return hosting.map(HostingRole::service);
    }

    /** The broker; empty if another site's container is it. */
    Optional<LightpathService> lightpaths() {
        return broker.map(BrokerRole::service);
    }

    /** Where machines' traffic enters; empty if this container is no edge. */
    Optional<EdgeGateway> edge() {
        return edge.map(EdgeRole::gateway);
    }

    /**
     * Takes no more requests, lets go of migrations before their next step, and closes everything. A migration goes on after the
     * next start.
     */
    @Override
    public void close() {
        while (!closing.isEmpty()) {
            try {
                closing.pop().run();
            } catch (RuntimeException failed) {
                LOG.warn("Something did not close", failed);
            }
        }
    }

    private static SiteStore openStore(StorePlace place) {
        return SiteStore.open(
                place.url(),
                place.user().orElse(""),
                place.passwordFile().map(Container::firstLine).orElse(""));
    }

    private static String firstLine(Path file) {
        try {
            return Files.readAllLines(file).stream().findFirst().orElse("");
        } catch (IOException unreadable) {
            throw new GridException(FailureCode.CONFIGURATION_INVALID, "Cannot read " + file, unreadable);
        }
    }

    private static SoapIdentity identity(Identity identity) {
        try {
            return SoapIdentity.read(identity.keyStore(), identity.trustStore(), identity.passwordFile());
        } catch (IOException unreadable) {
            throw new GridException(
                    FailureCode.CONFIGURATION_INVALID,
                    "The container's identity cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    private static InetSocketAddress address(SiteConfiguration site) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByName(site.listen().address()),
                    site.listen().port());
        } catch (UnknownHostException impossible) {
            throw new GridException(FailureCode.CONFIGURATION_INVALID, "Not an address", impossible);
        }
    }
}
