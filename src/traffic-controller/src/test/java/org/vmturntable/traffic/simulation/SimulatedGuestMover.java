package org.vmturntable.traffic.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.HandClock;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.DirtySample;
import org.vmturntable.traffic.guest.DiskImages;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveOrder;
import org.vmturntable.traffic.guest.MoveOutcome;
import org.vmturntable.traffic.guest.MoveProgress;
import org.vmturntable.traffic.guest.Switchover;

/** One site's hypervisor. Its move goes on when the process that asked for it dies. */
public final class SimulatedGuestMover implements GuestMover {
    private static final Bytes MOVED = Bytes.ofMebibytes(90);
    private static final Switchover SWITCHED = new Switchover(Switchover.Way.POST_COPY, "it converged");

    public final InMemoryDiskImages images = new InMemoryDiskImages();
    private final SiteId here;
    private final Hypervisors hypervisors;
    private final Chaos chaos;
    private final HandClock clock;
    private Optional<SiteId> movingTo = Optional.empty();
    private boolean cancelled;
    private Optional<FailureCode> nextMoveFails = Optional.empty();
    private boolean resumesBeforeItFails;
    private Duration copyTime = Duration.ZERO;
    private Runnable whileCopying = () -> {};
    private BooleanSupplier path = () -> true;
    private Optional<Duration> nextIsDividedFor = Optional.empty();
    private boolean divided;
    private Instant mended = Instant.MIN;
    private boolean stopSeen = true;
    private boolean lacksMemory;
    private boolean takesIn;
    private boolean hangs;
    private boolean hanging;
    private Optional<Bytes> written = Optional.empty();
    private int looks;
    private Optional<Runnable> afterLook = Optional.empty();

    public SimulatedGuestMover(SiteId here, Hypervisors hypervisors, Chaos chaos, HandClock clock) {
        this.here = here;
        this.hypervisors = hypervisors;
        this.chaos = chaos;
        this.clock = clock;
    }

    @Override
    public DiskImages images() {
        return images;
    }

    public void failNextMove(FailureCode code) {
        nextMoveFails = Optional.of(code);
    }

    /** The guest is seen to resume at the destination, and goes on here all the same. */
    public void failNextMoveAfterItsResume(FailureCode code) {
        failNextMove(code);
        resumesBeforeItFails = true;
    }

    /** The guest switches, and its path carries nothing more for so long: the rest of its memory waits here. */
    public void divideNextMove(Duration cut) {
        nextIsDividedFor = Optional.of(cut);
    }

    /** Tells if what is left of a divided guest's memory can cross. */
    public void over(BooleanSupplier carries) {
        path = carries;
    }

    /** Copies take so long from now on, unless they are cancelled. */
    public void copyFor(Duration time) {
        copyTime = time;
    }

    /** Is done in each second of a copy. */
    public void whileCopying(Runnable action) {
        whileCopying = action;
    }

    /** From now on moves end as when the hypervisor's answer and its STOP event are lost. */
    public void seeNoMoreStops() {
        stopSeen = false;
    }

    /** Guests that run here lack memory from now on, or no longer. */
    public void lackMemory(boolean lack) {
        lacksMemory = lack;
    }

    /** Guests that run here are still being taken in from now on, or no longer. */
    public void takeIn(boolean still) {
        takesIn = still;
    }

    @Override
    public boolean isTakenIn(VmId vm) {
        return takesIn && hypervisors.state(here, vm) == GuestState.RUNNING;
    }

    @Override
    public boolean lacksMemory(VmId vm) {
        return lacksMemory && hypervisors.state(here, vm) == GuestState.RUNNING;
    }

    /** Whether {@link #guests} answers or waits until it is told to go on. */
    public synchronized void hang(boolean hang) {
        hangs = hang;
        notifyAll();
    }

    public synchronized void awaitHanging() throws InterruptedException {
        while (!hanging) {
            wait();
        }
    }

    /** Does this once, after the guests were looked at and before the answer is given. */
    public void afterNextLook(Runnable action) {
        afterLook = Optional.of(action);
    }

    @Override
    public List<Guest> guests() {
        hangIfTold();
        List<Guest> seen = hypervisors.guests(here);
        looked();
        return seen;
    }

    private void looked() {
        Optional<Runnable> action = afterLook;
        afterLook = Optional.empty();
        action.ifPresent(Runnable::run);
    }

    private synchronized void hangIfTold() {
        try {
            while (hangs) {
                hanging = true;
                notifyAll();
                wait();
            }
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    @Override
    public Optional<Guest> find(VmId vm) {
        Optional<Guest> seen = hypervisors.find(here, vm);
        looked();
        return seen;
    }

    @Override
    public MoveOutcome move(MoveOrder order, MoveListener progress) {
        chaos.moment("before the move");
        if (hypervisors.state(here, order.vm()) != GuestState.RUNNING) {
            throw new AssertionError("Asked to move a guest that does not run here");
        }
        begin(order);
        chaos.moment("during the move");
        asked(order.vm(), progress::awaitPath);
        copy(progress);
        if (chaos.fails() && chaos.happens(50)) {
            throw new GridException(FailureCode.HYPERVISOR_FAILED, "The hypervisor's answer is lost; the move goes on");
        }
        aboutToSwitch(order.vm(), progress);
        MoveOutcome outcome = end(order.vm());
        chaos.moment("after the move");
        return outcome;
    }

    @Override
    public Optional<MoveOutcome> awaitEnd(MoveOrder order, MoveListener progress) {
        chaos.moment("awaiting the move");
        if (movingTo.isEmpty()) {
            return Optional.empty();
        }
        if (divided) {
            return Optional.of(reunited(order.vm()));
        }
        copy(progress);
        aboutToSwitch(order.vm(), progress);
        return Optional.of(end(order.vm()));
    }

    private void aboutToSwitch(VmId vm, MoveListener progress) {
        if (cancelled) {
            return;
        }
        asked(vm, progress::aboutToSwitch);
    }

    private void asked(VmId vm, Runnable question) {
        try {
            question.run();
        } catch (GridException e) {
            SiteId to = movingTo.orElseThrow();
            movingTo = Optional.empty();
            hypervisors.put(here, vm, GuestState.RUNNING);
            hypervisors.put(to, vm, GuestState.ABSENT);
            throw e;
        }
    }

    private void copy(MoveListener progress) {
        Instant until = clock.instant().plus(copyTime);
        progress.progressed(progress());
        while (!cancelled && clock.instant().isBefore(until)) {
            clock.pass(Duration.ofSeconds(1));
            whileCopying.run();
            progress.progressed(progress());
        }
    }

    private static MoveProgress progress() {
        return new MoveProgress(
                MoveProgress.Phase.PRE_COPY, 1, Bytes.ofMebibytes(10), MOVED, Bytes.ofMebibytes(200), 100_000_000);
    }

    private void begin(MoveOrder order) {
        SiteId to = new SiteId(order.control().getHost());
        movingTo = Optional.of(to);
        cancelled = false;
        hypervisors.put(here, order.vm(), GuestState.MOVING_OUT);
        hypervisors.put(to, order.vm(), GuestState.ARRIVING);
    }

    private MoveOutcome reunited(VmId vm) {
        clock.pass(Duration.ofMinutes(1));
        if (clock.instant().isBefore(mended) || !path.getAsBoolean()) {
            throw memoryDivided();
        }
        divided = false;
        return arrived(vm, movingTo.orElseThrow());
    }

    private GridException memoryDivided() {
        return new GridException(FailureCode.MEMORY_DIVIDED, "It waits for the rest of its memory");
    }

    private void divideIfTold(VmId vm, SiteId to) {
        Optional<Duration> cut = nextIsDividedFor;
        nextIsDividedFor = Optional.empty();
        cut.ifPresent(time -> {
            divided = true;
            mended = clock.instant().plus(time);
            hypervisors.tellResumed(to, vm);
            throw memoryDivided();
        });
    }

    private MoveOutcome end(VmId vm) {
        SiteId to = movingTo.orElseThrow();
        clock.pass(Duration.ofSeconds(6));
        if (!cancelled) {
            divideIfTold(vm, to);
        }
        movingTo = Optional.empty();
        Optional<FailureCode> failure = failure();
        if (failure.isPresent()) {
            if (resumesBeforeItFails || chaos.happens(50)) {
                hypervisors.tellResumed(to, vm);
            }
            resumesBeforeItFails = false;
            hypervisors.put(here, vm, stateAfter(failure.get()));
            if (chaos.happens(50)) {
                hypervisors.put(to, vm, GuestState.ABSENT);
            }
            throw new GridException(failure.get(), "The copy ended early");
        }
        return arrived(vm, to);
    }

    private MoveOutcome arrived(VmId vm, SiteId to) {
        movingTo = Optional.empty();
        Instant stop = clock.instant().minusMillis(650);
        hypervisors.switchOver(vm, here, to, clock.instant());
        hypervisors.tellResumed(to, vm);
        if (!stopSeen) {
            throw new GridException(FailureCode.HYPERVISOR_FAILED, "It is not known how the move ended");
        }
        hypervisors.sawStop(vm, stop);
        return new MoveOutcome(MOVED, Optional.of(stop), SWITCHED);
    }

    private static GuestState stateAfter(FailureCode failure) {
        return switch (failure) {
            case GUEST_LOST -> GuestState.ABSENT;
            case MEMORY_DIVIDED -> GuestState.MOVING_OUT;
            default -> GuestState.RUNNING;
        };
    }

    private Optional<FailureCode> failure() {
        Optional<FailureCode> wanted = nextMoveFails;
        nextMoveFails = Optional.empty();
        if (cancelled) {
            return Optional.of(FailureCode.CANCELLED);
        }
        return wanted.or(() -> chaos.fails() ? Optional.of(FailureCode.PATH_LOST) : Optional.empty());
    }

    @Override
    public void cancel(VmId vm) {
        cancelled = movingTo.isPresent() && !divided;
    }

    @Override
    public Optional<Instant> lastStopped(VmId vm) {
        return hypervisors.stopped(vm);
    }

    @Override
    public Optional<Instant> lastResumed(VmId vm) {
        return hypervisors.resumed(vm);
    }

    @Override
    public void onResumed(Consumer<VmId> listener) {
        hypervisors.onResumed(here, listener);
    }

    /** What the guest writes in each second from now on: this, and as much again in the first. */
    public void writes(Bytes eachSecond) {
        written = Optional.of(eachSecond);
    }

    @Override
    public List<DirtySample> dirtying(VmId vm, List<Duration> periods) {
        Bytes rate = written.orElseThrow(
                () -> new GridException(FailureCode.HYPERVISOR_FAILED, "Nothing is known of what the guest writes"));
        looks++;
        return periods.stream()
                .map(period -> new DirtySample(period, new Bytes(rate.value() * (1 + period.toSeconds()))))
                .toList();
    }

    /** How often the guest was measured. */
    public int looks() {
        return looks;
    }

    @Override
    public boolean switchesByPostCopy() {
        return true;
    }

    @Override
    public void discardArrival(VmId vm) {
        if (hypervisors.state(here, vm) == GuestState.ARRIVING || hypervisors.state(here, vm) == GuestState.PAUSED) {
            hypervisors.put(here, vm, GuestState.ABSENT);
        }
    }

    @Override
    public void destroy(VmId vm) {
        throw new AssertionError("Nobody may destroy a guest here");
    }
}
