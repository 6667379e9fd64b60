package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vmturntable.gate.GateControl;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.VmId;
import org.vmturntable.kernel.Waiting;
import org.vmturntable.traffic.guest.Convergence;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveOrder;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.guest.Switchover;

/** A tiny guest at the first of two sites, for each test anew, and the adapter to the libvirtd of each. */
@Tag("testbed")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@ExtendWith(SitesOfTheRun.class)
abstract class GuestBetweenSites {
    static final VmId VM = VmId.parse("00000000-0000-4000-8000-000000002005");
    static final Bandwidth FAST = Bandwidth.ofMegabitsPerSecond(900);
    /** 8 MiB/s: the guest's memory takes about six seconds, and however busy the machine is the guest writes in each pass. */
    static final Bandwidth SLOW = Bandwidth.ofMegabitsPerSecond(72);

    private static final int SMALL_MEBIBYTES = 64;

    final TwoSites sites;
    final LibvirtGuestMover moverA;
    final LibvirtGuestMover moverB;

    /** Sites without gates. */
    GuestBetweenSites(TwoSites sites) {
        this(sites, site -> Optional.empty());
    }

    GuestBetweenSites(TwoSites sites, Function<String, Optional<GateControl>> gates) {
        this.sites = sites;
        moverA = mover(TwoSites.A, gates.apply(TwoSites.A));
        moverB = mover(TwoSites.B, gates.apply(TwoSites.B));
    }

    private LibvirtGuestMover mover(String site, Optional<GateControl> gate) {
        return new LibvirtGuestMover(
                sites.libvirtd(site),
                Optional.of(sites.monitors(site)),
                Optional.empty(),
                gate,
                Clock.systemUTC(),
                stream -> sites.pathCarries(site, stream));
    }

    final void boot(TinyGuest.Kind kind) {
        boot(kind, SMALL_MEBIBYTES);
    }

    /** In the place of one that was booted before. */
    final void boot(TinyGuest.Kind kind, int mebibytes) {
        moverA.destroy(VM);
        sites.virsh(
                TwoSites.A,
                "define",
                TinyGuest.write(sites.folder(), VM, kind, mebibytes).toString());
        sites.virsh(TwoSites.A, "start", TinyGuest.NAME);
        Waiting.until("the guest has filled its memory", Duration.ofSeconds(60), () -> memoryFilled(TwoSites.A));
    }

    @AfterEach
    final void removeGuest() {
        sites.mendPath();
        moverA.awaitDeparture(VM);
        moverB.awaitDeparture(VM);
        moverA.destroy(VM);
        moverB.destroy(VM);
        moverA.close();
        moverB.close();
    }

    final MoveOrder order(String to, Bandwidth bandwidth) {
        return new MoveOrder(
                VM, sites.controlUri(to), sites.stream(to), Optional.empty(), bandwidth, Convergence.UNPLANNED);
    }

    static GuestState stateAt(LibvirtGuestMover mover) {
        return mover.find(VM).map(Guest::state).orElse(GuestState.ABSENT);
    }

    final void assertMoved(MoveOutcome outcome, LibvirtGuestMover from, LibvirtGuestMover to, String destination) {
        assertThat(outcome.moved().value()).isGreaterThan(TinyGuest.FILLED_BYTES);
        from.awaitDeparture(VM);
        assertThat(from.find(VM)).isEmpty();
        assertThat(stateAt(to)).isEqualTo(GuestState.RUNNING);
        assertThat(outcome.stopped()).isPresent();
        Waiting.until(
                "the RESUME event",
                Duration.ofSeconds(5),
                () -> to.lastResumed(VM).isPresent());
        assertThat(Duration.between(
                        outcome.stopped().orElseThrow(), to.lastResumed(VM).orElseThrow()))
                .isBetween(Duration.ZERO, Duration.ofSeconds(3));
        assertThat(from.lastStopped(VM)).isEqualTo(outcome.stopped());
        assertThat(memoryFilled(destination)).isTrue();
    }

    static void assertSwitched(MoveOutcome outcome) {
        assertThat(outcome.switchover().way()).as(outcome.switchover().reason()).isEqualTo(Switchover.Way.POST_COPY);
    }

    final void assertStayed() {
        assertThat(stateAt(moverA)).isEqualTo(GuestState.RUNNING);
        Waiting.until(
                "nothing is left there",
                Duration.ofSeconds(30),
                () -> moverB.find(VM).isEmpty());
        assertThat(memoryFilled(TwoSites.A)).isTrue();
    }

    final void assertCounts(String site) {
        long before = wordAt(site, TinyGuest.COUNTS_FROM);
        Waiting.until(
                "the guest counts on", Duration.ofSeconds(20), () -> wordAt(site, TinyGuest.COUNTS_FROM) > before);
    }

    /** Looks at the guest's memory through QEMU's monitor, at both ends and in the middle. */
    final boolean memoryFilled(String site) {
        long last = TinyGuest.FILLED_FROM + TinyGuest.FILLED_BYTES - Integer.BYTES;
        return LongStream.of(TinyGuest.FILLED_FROM, 0x123_4560, last)
                .allMatch(address -> wordAt(site, address) == address);
    }

    private long wordAt(String site, long address) {
        String answer = sites.virsh(
                site, "qemu-monitor-command", "--hmp", TinyGuest.NAME, "xp /1xw 0x" + Long.toHexString(address));
        return Long.decode(answer.substring(answer.indexOf(':') + 1).strip());
    }
}
