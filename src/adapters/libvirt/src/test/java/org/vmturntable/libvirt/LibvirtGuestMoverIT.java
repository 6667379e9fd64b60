package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.DirtySample;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveOrder;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.guest.MoveProgress;
import org.vmturntable.traffic.guest.Switchover;

/** Real guests between two real libvirtds in namespaces of their own. */
@Tag("testbed")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LibvirtGuestMoverIT {
    private static final VmId VM = VmId.parse("00000000-0000-4000-8000-000000002005");
    private static final Bandwidth FAST = Bandwidth.ofMegabitsPerSecond(900);
    /** 8 MiB/s: the guest's memory takes about six seconds. */
    private static final Bandwidth SLOW = Bandwidth.ofMegabitsPerSecond(72);

    private static final int SMALL = 64;
    private static final List<Duration> ONE_SECOND = List.of(Duration.ofSeconds(1));

    private static TwoSites sites;
    private static Path resting;
    private static Path counting;

    private LibvirtGuestMover moverA;
    private LibvirtGuestMover moverB;

    @BeforeAll
    static void startSites() throws IOException {
        sites = new TwoSites();
        resting = sites.folder().resolve("resting");
        TinyGuest.writeKernel(resting, false);
        counting = sites.folder().resolve("counting");
        TinyGuest.writeKernel(counting, true);
    }

    @AfterAll
    static void stopSites() {
        sites.close();
    }

    @BeforeEach
    void startGuest() throws IOException {
        moverA = mover(TwoSites.A);
        moverB = mover(TwoSites.B);
        boot(resting, SMALL);
    }

    private static LibvirtGuestMover mover(String site) {
        return new LibvirtGuestMover(
                sites.libvirtd(site), Optional.of(sites.monitors(site)), Clock.systemUTC(), from(site));
    }

    private static void boot(Path kernel, int mebibytes) throws IOException {
        Path xml = sites.folder().resolve("tiny.xml");
        Files.writeString(xml, TinyGuest.xml(VM, kernel, mebibytes));
        sites.virsh(TwoSites.A, "define", xml.toString());
        sites.virsh(TwoSites.A, "start", TinyGuest.NAME);
        Waiting.until("the guest has filled its memory", Duration.ofSeconds(60), () -> memoryFilled(TwoSites.A));
    }

    @AfterEach
    void removeGuest() {
        sites.mendPath();
        moverA.destroy(VM);
        moverB.destroy(VM);
        moverA.close();
        moverB.close();
    }

    @Test
    void movesARunningGuestThereAndBack() {
        List<MoveProgress> seen = new ArrayList<>();
        MoveOutcome there = moverA.move(order(TwoSites.B, FAST), seen::add);
        assertMoved(there, moverA, moverB, TwoSites.B);
        assertThat(seen.get(seen.size() - 1).phase()).isEqualTo(MoveProgress.Phase.DONE);
        assertThat(seen).anyMatch(progress -> progress.total().compareTo(Bytes.ofMebibytes(64)) >= 0);

        MoveOutcome back = moverB.move(order(TwoSites.A, FAST), progress -> {});
        assertMoved(back, moverB, moverA, TwoSites.A);
    }

    @Test
    void tellsTheGuestAtBothSitesWhileItMoves() {
        CompletableFuture<MoveOutcome> move = moveSlowly();
        Waiting.until("the copy runs", Duration.ofSeconds(20), () -> stateAt(moverA) == GuestState.MOVING_OUT);
        Waiting.until("it arrives", Duration.ofSeconds(20), () -> stateAt(moverB) == GuestState.ARRIVING);
        assertThat(moverA.guests()).extracting(Guest::addresses).containsExactly(List.of("10.1.1.2"));
        assertFails(FailureCode.VM_ALREADY_MIGRATING, () -> moverA.move(order(TwoSites.B, FAST), progress -> {}));
        assertThat(move.join().stopped()).isPresent();
    }

    /** It counts in 6 MB, of which QEMU looks at three pages or so, and now and then at none. */
    @Test
    void seesHowMuchAGuestWrites() throws IOException {
        assertFails(FailureCode.HYPERVISOR_FAILED, () -> moverA.dirtying(VM, ONE_SECOND));
        bootAnew(counting, 192);
        Bytes nothing = Bytes.ofMebibytes(1);
        Waiting.until(
                "the guest is seen to write",
                Duration.ofSeconds(20),
                () -> moverA.dirtying(VM, ONE_SECOND).get(0).distinct().compareTo(nothing) > 0);
        DirtySample longer = moverA.dirtying(VM, List.of(Duration.ofSeconds(2))).get(0);
        assertThat(longer.within()).isEqualTo(Duration.ofSeconds(2));
        assertThat(longer.distinct()).isBetween(nothing, Bytes.ofMebibytes(48));
    }

    @Test
    void noticesWithinSecondsThatThePathIsCut() {
        Instant begun = Instant.now();
        assertFails(FailureCode.PATH_LOST, () -> moverA.move(order(TwoSites.B, SLOW), cutAfter(Bytes.ofMebibytes(8))));
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
        assertStayed();
        sites.mendPath();
        assertMoved(moverA.move(order(TwoSites.B, FAST), progress -> {}), moverA, moverB, TwoSites.B);
    }

    @Test
    void doesNotBeginOverADeadPath() {
        sites.cutPath();
        assertFails(FailureCode.PATH_LOST, () -> moverA.move(order(TwoSites.B, FAST), progress -> {}));
        assertStayed();
    }

    @Test
    void stopsTheCopyWhenItIsCancelled() {
        AtomicBoolean asked = new AtomicBoolean();
        assertFails(
                FailureCode.CANCELLED,
                () -> moverA.move(order(TwoSites.B, SLOW), progress -> {
                    if (progress.phase() == MoveProgress.Phase.PRE_COPY && !asked.getAndSet(true)) {
                        moverA.cancel(VM);
                    }
                }));
        assertStayed();
        moverA.cancel(VM);
    }

    @Test
    void leavesTheGuestWhenTheDestinationDoesNotAnswer() {
        URI nobody = URI.create("qemu+tcp://198.19.0.2:1/system");
        MoveOrder order = new MoveOrder(VM, nobody, sites.stream(TwoSites.B), FAST);
        assertFails(FailureCode.COPY_FAILED, () -> moverA.move(order, progress -> {}));
        assertStayed();
    }

    @Test
    void awaitsAMoveWhoseCallerWasKilled() throws IOException {
        Process caller = sites.virshMigrate(TinyGuest.NAME, 8);
        Waiting.until("the copy runs", Duration.ofSeconds(20), () -> stateAt(moverA) == GuestState.MOVING_OUT);
        caller.destroyForcibly();
        List<MoveProgress> seen = new ArrayList<>();
        Optional<MoveOutcome> outcome = moverA.awaitEnd(order(TwoSites.B, SLOW), seen::add);
        assertThat(outcome).hasValueSatisfying(end -> assertMoved(end, moverA, moverB, TwoSites.B));
        assertThat(seen).hasSizeGreaterThan(10);
    }

    @Test
    void tellsThatAFoundMoveFailed() throws IOException {
        Process caller = sites.virshMigrate(TinyGuest.NAME, 8);
        Waiting.until("the copy runs", Duration.ofSeconds(20), () -> stateAt(moverA) == GuestState.MOVING_OUT);
        caller.destroyForcibly();
        assertFails(
                FailureCode.PATH_LOST, () -> moverA.awaitEnd(order(TwoSites.B, SLOW), cutAfter(Bytes.ofMebibytes(8))));
        assertStayed();
    }

    @Test
    void awaitsNothingWhenNoMoveIsUnderWay() {
        assertThat(moverA.awaitEnd(order(TwoSites.B, SLOW), progress -> {})).isEmpty();
        assertThat(moverB.awaitEnd(order(TwoSites.A, SLOW), progress -> {})).isEmpty();
    }

    @Test
    void keepsTheGuestWhenLibvirtdDiesInTheMiddle() {
        AtomicBoolean killed = new AtomicBoolean();
        MoveListener killer = progress -> {
            if (progress.phase() == MoveProgress.Phase.PRE_COPY && !killed.getAndSet(true)) {
                sites.killLibvirtd(TwoSites.A);
                sites.startLibvirtd(TwoSites.A);
            }
        };
        assertFails(FailureCode.COPY_FAILED, () -> moverA.move(order(TwoSites.B, SLOW), killer));
        assertStayed();
    }

    @Test
    void removesOnlyWhatHasNotArrived() {
        CompletableFuture<MoveOutcome> move = moveSlowly();
        Waiting.until("it arrives", Duration.ofSeconds(20), () -> stateAt(moverB) == GuestState.ARRIVING);
        moverA.discardArrival(VM);
        assertThat(stateAt(moverA)).isEqualTo(GuestState.MOVING_OUT);
        moverB.discardArrival(VM);
        assertThat(move).failsWithin(Duration.ofSeconds(60));
        assertStayed();
        moverA.discardArrival(VM);
        assertStayed();
    }

    @Test
    void refusesAGuestThatCannotBeMoved() {
        sites.virsh(TwoSites.A, "suspend", TinyGuest.NAME);
        assertThat(stateAt(moverA)).isEqualTo(GuestState.PAUSED);
        assertFails(FailureCode.VM_NOT_RUNNING, () -> moverA.move(order(TwoSites.B, FAST), progress -> {}));
        moverA.destroy(VM);
        assertThat(moverA.find(VM)).isEmpty();
        assertFails(FailureCode.VM_UNKNOWN, () -> moverA.move(order(TwoSites.B, FAST), progress -> {}));
    }

    @Test
    void aRestingGuestIsWholeBeforeItCouldBeSwitchedAndSoGoesByPreCopy() {
        MoveOutcome outcome = moverA.move(order(TwoSites.B, FAST), progress -> {});
        assertThat(outcome.switchover().way()).isEqualTo(Switchover.Way.PRE_COPY);
    }

    @Test
    void aGuestThatWorksIsSwitchedByPostCopyAndRunsAtOnce() throws IOException {
        bootAnew(counting, SMALL);
        AboutToSwitch listener = new AboutToSwitch(() -> {});
        MoveOutcome outcome = moverA.move(order(TwoSites.B, FAST), listener);
        assertSwitched(outcome);
        assertThat(listener.asked).isEqualTo(1);
        assertMoved(outcome, moverA, moverB, TwoSites.B);
        assertThat(blackout(outcome)).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void theListenerMayKeepTheGuest() throws IOException {
        bootAnew(counting, SMALL);
        AboutToSwitch listener = new AboutToSwitch(() -> {
            throw new GridException(FailureCode.TUNNEL_REFUSED, "The edge does not answer");
        });
        assertFails(FailureCode.TUNNEL_REFUSED, () -> moverA.move(order(TwoSites.B, FAST), listener));
        assertThat(listener.asked).isEqualTo(1);
        assertStayed();
        assertCounts(TwoSites.A);
    }

    @Test
    void aPathThatIsCutWhenTheGuestIsToSwitchLeavesItHere() throws IOException {
        bootAnew(counting, SMALL);
        assertFails(
                FailureCode.PATH_LOST, () -> moverA.move(order(TwoSites.B, SLOW), new AboutToSwitch(sites::cutPath)));
        assertStayed();
        assertCounts(TwoSites.A);
    }

    @Test
    void aGuestThatHasSwitchedIsNeitherCancelledNorLostWhenItsPathIsCut() throws IOException {
        bootAnew(counting, SMALL);
        AtomicBoolean cut = new AtomicBoolean();
        CompletableFuture<MoveOutcome> move = CompletableFuture.supplyAsync(
                () -> moverA.move(order(TwoSites.B, SLOW), onceInPostCopy(cut, sites::cutPath)));
        Waiting.until("it has switched and its path is cut", Duration.ofSeconds(40), cut::get);
        moverA.cancel(VM);
        moverB.discardArrival(VM);
        Waiting.aWhile(Duration.ofSeconds(6)); // longer than a copy may stand still that has not switched
        assertThat(move).isNotDone();
        assertThat(stateAt(moverA)).isEqualTo(GuestState.MOVING_OUT);
        assertThat(stateAt(moverB)).isEqualTo(GuestState.RUNNING);
        sites.mendPath();
        assertSwitched(move.join());
        assertRunsOnlyAt(TwoSites.B);
    }

    @Test
    void aPostCopyThatLosesItsStreamIsTakenUpAgain() throws IOException {
        bootAnew(counting, SMALL);
        AtomicBoolean broken = new AtomicBoolean();
        MoveOutcome outcome = moverA.move(
                order(TwoSites.B, SLOW),
                onceInPostCopy(broken, () -> sites.virsh(TwoSites.A, "domjobabort", "--postcopy", TinyGuest.NAME)));
        assertThat(broken).isTrue();
        assertSwitched(outcome);
        assertRunsOnlyAt(TwoSites.B);
    }

    private static MoveListener onceInPostCopy(AtomicBoolean done, Runnable action) {
        return progress -> {
            if (progress.phase() == MoveProgress.Phase.POST_COPY && !done.get()) {
                action.run();
                done.set(true);
            }
        };
    }

    /** Counts how often it is asked before a switch, and then does something. */
    private static final class AboutToSwitch implements MoveListener {
        private final Runnable action;
        private int asked;

        AboutToSwitch(Runnable action) {
            this.action = action;
        }

        @Override
        public void progressed(MoveProgress progress) {}

        @Override
        public void aboutToSwitch() {
            asked++;
            action.run();
        }
    }

    private void bootAnew(Path kernel, int mebibytes) throws IOException {
        moverA.destroy(VM);
        boot(kernel, mebibytes);
    }

    private Duration blackout(MoveOutcome outcome) {
        return Duration.between(
                outcome.stopped().orElseThrow(), moverB.lastResumed(VM).orElseThrow());
    }

    private static void assertSwitched(MoveOutcome outcome) {
        assertThat(outcome.switchover().way()).as(outcome.switchover().reason()).isEqualTo(Switchover.Way.POST_COPY);
    }

    private void assertRunsOnlyAt(String site) {
        assertThat(moverA.find(VM)).isEmpty();
        assertThat(stateAt(moverB)).isEqualTo(GuestState.RUNNING);
        assertThat(memoryFilled(site)).isTrue();
        assertCounts(site);
    }

    private static void assertCounts(String site) {
        long before = wordAt(site, TinyGuest.COUNTS_FROM);
        Waiting.until(
                "the guest counts on", Duration.ofSeconds(20), () -> wordAt(site, TinyGuest.COUNTS_FROM) > before);
    }

    private static MoveListener cutAfter(Bytes copied) {
        AtomicBoolean cut = new AtomicBoolean();
        return progress -> {
            if (progress.moved().compareTo(copied) > 0 && !cut.getAndSet(true)) {
                sites.cutPath();
            }
        };
    }

    private CompletableFuture<MoveOutcome> moveSlowly() {
        return CompletableFuture.supplyAsync(() -> moverA.move(order(TwoSites.B, SLOW), progress -> {}));
    }

    private static MoveOrder order(String to, Bandwidth bandwidth) {
        return new MoveOrder(VM, sites.controlUri(to), sites.stream(to), bandwidth);
    }

    private static LightpathProbe from(String site) {
        return stream -> sites.pathCarries(site, stream);
    }

    private static GuestState stateAt(LibvirtGuestMover mover) {
        return mover.find(VM).map(Guest::state).orElse(GuestState.ABSENT);
    }

    private static void assertMoved(
            MoveOutcome outcome, LibvirtGuestMover from, LibvirtGuestMover to, String destination) {
        assertThat(outcome.moved().value()).isGreaterThan(TinyGuest.FILLED_BYTES);
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

    private void assertStayed() {
        assertThat(stateAt(moverA)).isEqualTo(GuestState.RUNNING);
        Waiting.until(
                "nothing is left there",
                Duration.ofSeconds(30),
                () -> moverB.find(VM).isEmpty());
        assertThat(memoryFilled(TwoSites.A)).isTrue();
    }

    /** Looks at the guest's memory through QEMU's monitor, at both ends and in the middle. */
    private static boolean memoryFilled(String site) {
        long last = TinyGuest.FILLED_FROM + TinyGuest.FILLED_BYTES - Integer.BYTES;
        return LongStream.of(TinyGuest.FILLED_FROM, 0x123_4560, last)
                .allMatch(address -> wordAt(site, address) == address);
    }

    private static long wordAt(String site, long address) {
        String answer = sites.virsh(
                site, "qemu-monitor-command", "--hmp", TinyGuest.NAME, "xp /1xw 0x" + Long.toHexString(address));
        return Long.decode(answer.substring(answer.indexOf(':') + 1).strip());
    }
}
