package org.vmturntable.container;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.vmturntable.container.config.Hosting;
import org.vmturntable.container.config.LightpathEnd;
import org.vmturntable.container.config.Peer;
import org.vmturntable.container.edge.EdgePresence;
import org.vmturntable.container.edge.SoapTunnelSwitch;
import org.vmturntable.container.migration.MigrationEndpoint;
import org.vmturntable.container.migration.MigrationLog;
import org.vmturntable.container.migration.Migrations;
import org.vmturntable.container.notification.Notifications;
import org.vmturntable.container.notification.Producer;
import org.vmturntable.container.notification.SubscriptionManagerEndpoint;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.container.site.HostingSiteEndpoint;
import org.vmturntable.container.site.SiteGate;
import org.vmturntable.container.vm.Endings;
import org.vmturntable.container.vm.MigratableVmEndpoint;
import org.vmturntable.container.vm.Vms;
import org.vmturntable.gate.GateControl;
import org.vmturntable.kernel.VmId;
import org.vmturntable.libvirt.image.ImageFolder;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.traffic.hosting.ArrivalGate;
import org.vmturntable.traffic.hosting.HostingRoom;
import org.vmturntable.traffic.hosting.HostingTerms;
import org.vmturntable.traffic.hosting.Landfall;
import org.vmturntable.traffic.migration.MigrationService;
import org.vmturntable.traffic.residence.Residence;
import org.vmturntable.traffic.residence.VmLedger;
import org.vmturntable.traffic.site.Landing;

/** Hosts machines, moves them away and receives them. */
record HostingRole(
        Foundation on,
        GuestMover guests,
        HostingRoom rooms,
        MigrationService service,
        Vms vms,
        Migrations migrations,
        Endings endings) {
    /** Longer than any migration asks for at a time; an arrival that is not settled by then is looked after by a person. */
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(15);

    private static final Duration TAKE_UP_CHECK = Duration.ofMinutes(1);
    private static final Duration LEASE_CHECK = Duration.ofSeconds(10);
    private static final Duration PRESENCE_CHECK = Duration.ofSeconds(2);

    static HostingRole begin(
            Foundation on,
            GuestMover guests,
            AuthorityRole authority,
            Optional<BrokerRole> ownBroker,
            Notifications notifications) {
        VmLedger ledger = on.store().vms();
        HostingRoom rooms = new HostingRoom(terms(on), on.store().rooms(), guests, ledger, gate(on), on.clock());
        MigrationService service = new Moving(on, guests, rooms, authority, ownBroker).service();
        service.addListener(notifications);
        service.addListener(new MigrationLog());
        Endings endings =
                new Endings(guests, service, ledger, on.store().endedVms(), vm -> notifications.ended(Producer.of(vm)));
        Vms vms = new Vms(
                on.site().site(),
                on.base(),
                guests,
                service,
                ledger,
                other -> on.site().peer(other).map(Peer::url),
                endings);
        Migrations migrations =
                new Migrations(service, on.base(), migration -> notifications.ended(Producer.of(migration)));
        HostingRole role = new HostingRole(on, guests, rooms, service, vms, migrations, endings);
        role.publish(notifications);
        new Landfall(
                        on.site().site(),
                        rooms,
                        new SoapTunnelSwitch(on.site().site(), on.site().edges(), on.peers(), guests::find)::move,
                        on.workers().calls())
                .watch(guests);
        return role;
    }

    private void publish(Notifications notifications) {
        on.publish(
                ServicePath.VM,
                new MigratableVmEndpoint(
                        vms,
                        on.answers(vms.kind()),
                        service,
                        notifications.subscriptions(),
                        ServicePath.MIGRATION.at(on.base())));
        on.publish(
                ServicePath.MIGRATION,
                new MigrationEndpoint(service, on.answers(migrations.kind()), notifications.subscriptions()));
        on.publish(
                ServicePath.HOSTING,
                new HostingSiteEndpoint(on.site().site(), rooms, on.access(), ServicePath.VM.at(on.base())));
        on.publish(
                ServicePath.SUBSCRIPTION,
                new SubscriptionManagerEndpoint(notifications.home(), on.faults(), on.clock()));
    }

    /** Takes up what an earlier run left, when others can reach this container again. */
    void recover() {
        service.recover();
        on.workers().every(LEASE_CHECK, "Ending leases of room", rooms::endLeases);
        on.workers().every(LEASE_CHECK, "Clearing away what aborted arrivals have left", rooms::clearAborted);
        on.workers().every(TAKE_UP_CHECK, "Taking up migrations that stand still", this::takeUp);
        EdgePresence presence = new EdgePresence(on.site().site(), on.site().edges(), on.peers());
        on.workers().every(PRESENCE_CHECK, "Telling edges of machines", () -> {
            presence.tell(guests.guests(), this::settledEpoch);
            // Afterwards: what was told of a moment ago may have ended since.
            endings.settle(presence::forget);
        });
    }

    private void takeUp() {
        service.recover();
        service.retryStranded();
    }

    private Optional<Long> settledEpoch(VmId vm) {
        // In this order: a migration that begins between the two has a later epoch than the one that was read.
        Optional<Residence> residence = on.store().vms().find(vm);
        boolean moving = rooms.awaits(vm) || service.ofVm(vm).stream().anyMatch(saga -> !saga.isFinal());
        boolean gone = residence.flatMap(Residence::movedTo).isPresent();
        return moving || gone
                ? Optional.empty()
                : Optional.of(residence.map(Residence::epoch).orElse(0L));
    }

    private static ArrivalGate gate(Foundation on) {
        return on.site()
                .gate()
                .<ArrivalGate>map(end -> new SiteGate(
                        new GateControl(end.socket()),
                        on.site()
                                .hosting()
                                .flatMap(Hosting::images)
                                .map(place -> new ImageFolder(place.folder(), place.hypervisor())),
                        on.clock()))
                .orElse(ArrivalGate.NONE);
    }

    private static HostingTerms terms(Foundation on) {
        Hosting hosting = on.site().hosting().orElseThrow();
        LightpathEnd end = on.site().lightpath().orElseThrow();
        return new HostingTerms(
                on.site().site(),
                hosting.memory(),
                hosting.virtualCpus(),
                end.port(),
                new Landing(hosting.control(), URI.create("tcp://" + end.address())),
                LONGEST_LEASE);
    }
}
