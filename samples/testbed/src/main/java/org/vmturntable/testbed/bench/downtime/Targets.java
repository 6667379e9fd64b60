package org.vmturntable.testbed.bench.downtime;

import java.util.ArrayList;
import java.util.List;

/** What the turntable is to reach beside virsh and beside the limit, by the medians. What was not measured is not judged. */
final class Targets {
    private static final double TIMES_LIMIT_IDLE = 1.35;
    private static final double TIMES_LIMIT_BUSY = 1.6;
    private static final double OF_VIRSH_IDLE = 0.22;
    private static final double OF_VIRSH_DISK = 0.15;
    private static final double GAP_BEYOND_BLACKOUT_MILLIS = 30;
    private static final double BROWN_OUT_MILLIS = 500;
    private static final double WAN_TIMES_LAN = 4;

    private final Cases wan;
    private final LanCases lan;
    private final List<Target> targets = new ArrayList<>();

    private Targets(Cases wan, LanCases lan) {
        this.wan = wan;
        this.lan = lan;
    }

    static List<Target> of(Cases wan, LanCases lan) {
        Targets judged = new Targets(wan, lan);
        for (GuestKind guest : GuestKind.values()) {
            wan.find(guest, Tool.TURNTABLE).ifPresent(judged::judge);
        }
        return List.copyOf(judged.targets);
    }

    private void judge(CaseFigures ours) {
        String guest = ours.guest() + ": ";
        double blackout = ours.median(MoveFigures::blackout);
        atMost(
                guest + "blackout, times the limit",
                blackout / ours.limit().blackoutMillis(),
                ours.guest() == GuestKind.IDLE ? TIMES_LIMIT_IDLE : TIMES_LIMIT_BUSY);
        wan.find(ours.guest(), Tool.VIRSH).ifPresent(virsh -> besideVirsh(ours, virsh));
        atMost(
                guest + "client's gap beyond the blackout, ms",
                ours.median(MoveFigures::clientGap) - blackout,
                GAP_BEYOND_BLACKOUT_MILLIS);
        targets.add(new Target(
                guest + ours.pingsLost() + " of " + ours.pingsSent() + " pings lost, none allowed",
                ours.pingsLost() == 0));
        targets.add(new Target(
                guest + "every line of the client's TCP session comes back in every run", ours.sessionsLive()));
        long broken = ours.moves().stream().filter(MoveFigures::breaksItsBound).count();
        targets.add(new Target(
                guest + "promised blackout exceeded in " + broken + " runs, none allowed",
                broken == 0 && ours.bound().isPresent()));
        if (ours.guest() != GuestKind.IDLE) {
            atMost(guest + "brown-out, ms", ours.median(MoveFigures::brownOut), BROWN_OUT_MILLIS);
        }
        lan.medianBlackout(ours.guest(), Tool.TURNTABLE)
                .ifPresent(near -> atMost(guest + "blackout, times the LAN's", blackout / near, WAN_TIMES_LAN));
    }

    private void besideVirsh(CaseFigures ours, CaseFigures virsh) {
        String guest = ours.guest() + ": ";
        // nothing was promised for a writer: plain virsh suspends it in the end
        if (ours.guest() != GuestKind.WRITER) {
            atMost(
                    guest + "blackout, times virsh's",
                    ours.median(MoveFigures::blackout) / virsh.median(MoveFigures::blackout),
                    ours.guest() == GuestKind.IDLE ? OF_VIRSH_IDLE : OF_VIRSH_DISK);
        }
        atMost(
                guest + "total time, times virsh's",
                ours.median(MoveFigures::total) / virsh.median(MoveFigures::total),
                1);
    }

    private void atMost(String what, double found, double limit) {
        targets.add(Target.atMost(what, found, limit));
    }
}
