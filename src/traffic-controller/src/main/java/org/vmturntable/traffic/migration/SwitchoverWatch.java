package org.vmturntable.traffic.migration;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.vmturntable.traffic.edge.TunnelSwitch;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveProgress;
import org.vmturntable.traffic.site.HostingSites;

/**
 * Hears how one guest's move goes on, and has its traffic sent both ways just before it stops: whatever a client sends from then
 * on reaches the site where it resumes, however late anybody hears of that.
 */
final class SwitchoverWatch implements MoveListener {
    private final MigrationOrder order;
    private final TunnelSwitch tunnels;
    private final HostingSites sites;
    private final Clock clock;
    private final PathInTheMaking path;
    private final MoveListener next;
    private volatile Optional<Timed<Long>> bicast = Optional.empty();

    SwitchoverWatch(
            MigrationOrder order,
            TunnelSwitch tunnels,
            HostingSites sites,
            Clock clock,
            PathInTheMaking path,
            MoveListener next) {
        this.order = order;
        this.tunnels = tunnels;
        this.sites = sites;
        this.clock = clock;
        this.path = path;
        this.next = next;
    }

    @Override
    public void awaitPath() {
        path.await();
    }

    @Override
    public void progressed(MoveProgress progress) {
        next.progressed(progress);
    }

    @Override
    public void aboutToSwitch() {
        next.aboutToSwitch();
        Instant started = clock.instant();
        tunnels.bicast(order.vm(), order.to(), order.epoch());
        bicast = Optional.of(new Timed<>(order.epoch(), started, clock.instant()));
    }

    @Override
    public GuestState stateThere() {
        return sites.arrival(order.to(), order.id()).guest();
    }

    /** When the traffic was sent both ways; empty if it was not, or an earlier run of this process did it. */
    Optional<Timed<Long>> bicast() {
        return bicast;
    }
}
