package org.vmturntable.container;

import java.util.Optional;
import org.vmturntable.aaa.grant.AuthorityService;
import org.vmturntable.aaa.token.Thumbprint;
import org.vmturntable.container.authority.LocalAuthority;
import org.vmturntable.container.config.LightpathEnd;
import org.vmturntable.container.edge.SoapTunnelSwitch;
import org.vmturntable.container.lightpath.LocalBroker;
import org.vmturntable.container.lightpath.SoapBroker;
import org.vmturntable.container.site.SoapHostingSites;
import org.vmturntable.drac.lightpath.Presenter;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.traffic.hosting.HostingRoom;
import org.vmturntable.traffic.lightpath.LightpathBroker;
import org.vmturntable.traffic.migration.MigrationEngine;
import org.vmturntable.traffic.migration.MigrationService;
import org.vmturntable.traffic.migration.MigrationTerms;
import org.vmturntable.traffic.migration.MigrationWorld;

/** Puts the traffic controller of a site together: each port is bridged to what this container has, or to another site. */
record Moving(
        Foundation on, GuestMover guests, HostingRoom rooms, AuthorityRole authority, Optional<BrokerRole> ownBroker) {

    MigrationService service() {
        LightpathEnd end = on.site().lightpath().orElseThrow();
        return new MigrationService(
                MigrationTerms.usual(
                        on.site().site(),
                        end.port(),
                        end.bandwidth(),
                        AuthorityService.LONGEST_LIFE,
                        on.site().hosting().orElseThrow().longestMigration()),
                world(),
                on.store().migrations(),
                new MigrationEngine(
                        on.workers().runs(),
                        on.workers().calls(),
                        on.clock(),
                        time -> Thread.sleep(time.toMillis()),
                        MigrationId::random));
    }

    private MigrationWorld world() {
        SiteId broker = on.site().broker().orElseThrow();
        return new MigrationWorld(
                guests,
                new SoapHostingSites(on.peers()),
                new LocalAuthority(
                        on.site().site(),
                        broker,
                        new Thumbprint(on.own().keyThumbprint()),
                        authority.service(),
                        on.store().tokens()),
                broker(broker),
                new SoapTunnelSwitch(on.site().site(), on.site().edges(), on.peers(), this::asItLeft),
                on.store().vms(),
                rooms);
    }

    private LightpathBroker broker(SiteId broker) {
        Presenter own = new Presenter(on.site().site(), on.own().keyThumbprint());
        return ownBroker
                .filter(role -> broker.equals(on.site().site()))
                .<LightpathBroker>map(role -> new LocalBroker(role.service(), own))
                .orElseGet(() -> new SoapBroker(broker, on.peers()));
    }

    private Optional<Guest> asItLeft(VmId vm) {
        return on.store().migrations().ofVm(vm).stream()
                .findFirst()
                .map(saga -> saga.order().guest());
    }
}
