package org.vmturntable.libvirt;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveOrder;
import org.vmturntable.traffic.guest.MoveOutcome;

/**
 * One order to its end: by post-copy, or by pre-copy where the hypervisors cannot do that; and if the path is lost when the guest
 * has switched, over the path that comes back.
 */
final class MoveRun {
    private static final Logger log = LoggerFactory.getLogger(MoveRun.class);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(2);
    private static final Duration PATH_COMES_BACK_WITHIN = Duration.ofSeconds(60);
    private static final Set<FailureCode> UNSETTLED =
            Set.of(FailureCode.MEMORY_DIVIDED, FailureCode.HYPERVISOR_FAILED, FailureCode.SHUTTING_DOWN);
    private static final long MEBIBYTE = 1L << 20;
    /** QEMU's own {@code max-cpu-throttle}, per cent, unless it is told otherwise. */
    private static final int THROTTLING_OF_QEMU = 99;

    private final MoveOrder order;
    private final Hypervisor hypervisor;
    private final DomainEvents events;
    private final MonitorFolder monitors;
    private final LightpathProbe probe;
    private final Way way;
    private final DiskPassage passage;
    private final Clock clock;
    private final MovingDomain domain;
    private final Shield shield;
    private volatile Optional<Move> current = Optional.empty();
    private volatile boolean cancelled;
    private boolean pathStands;
    /** Where the guest is, as far as this run knows; it has not begun to leave at first. */
    private volatile MoveEnd place = MoveEnd.HERE;

    MoveRun(
            MoveOrder order,
            Hypervisor hypervisor,
            DomainEvents events,
            MonitorFolder monitors,
            LightpathProbe probe,
            Way way,
            DiskPassage passage,
            Clock clock) {
        this.order = order;
        this.hypervisor = hypervisor;
        this.events = events;
        this.monitors = monitors;
        this.probe = probe;
        this.way = way;
        this.passage = passage;
        this.clock = clock;
        this.domain = new MovingDomain(order.vm(), hypervisor);
        this.shield = new Shield(order.vm(), way, clock);
    }

    void cancel() {
        cancelled = true;
        current.ifPresent(Move::cancel);
    }

    MoveOutcome begin(MoveListener listener) {
        return closing(() -> {
            try {
                return send(listener);
            } catch (GridException e) {
                if (e.code() == FailureCode.COPY_FAILED && pathStands) {
                    requirePath(e);
                }
                throw e;
            }
        });
    }

    /** Waits for the path, unless it is known to stand. */
    private void awaitPath(MoveListener listener) {
        if (!pathStands) {
            listener.awaitPath();
            requirePath(null);
            pathStands = true;
        }
    }

    private void requirePath(@Nullable GridException met) {
        if (!probe.carries(order.stream())) {
            throw Failures.ofVm(
                    FailureCode.PATH_LOST,
                    "The path carries nothing to " + order.stream().getHost() + "; VM " + vm() + " goes on here",
                    vm(),
                    met);
        }
    }

    /** What the hypervisors say to each other before the first byte needs no path, if a gate holds that byte back. */
    private MoveOutcome send(MoveListener listener) {
        if (passage.hasDisks() || !way.isGated()) {
            awaitPath(listener);
        }
        try (MoveMonitor monitor = new MoveMonitor(monitors, vm());
                GuestDisks disks = passage.begin(monitor.get())) {
            monitor.get().ifPresent(qemu -> {
                Departure.watch(vm(), qemu, events, false);
                boundThrottling(qemu);
            });
            CopyControl control = new CopyControl(domain, monitor.get());
            disks.converge(vm(), () -> cancelled, listener::progressed);
            Move move = move(Steering.toPostCopy(vm(), domain, control, fullSpeed(), clock), disks);
            disks.mayLeave();
            place = MoveEnd.NOT_SETTLED;
            CompletableFuture<Void> call = begin(MigrationCall.Kind.POST_COPY);
            open(move, listener);
            MoveEnd end = move.follow(call, listener);
            Optional<Throwable> failure = Move.failure(call);
            if (end == MoveEnd.HERE
                    && !move.isBack()
                    && failure.filter(MoveRun::refusesPostCopy).isPresent()) {
                disks.stays();
                passage.refusalOfPreCopy().ifPresent(refusal -> {
                    throw refusal;
                });
                return beginByPreCopy(control, disks, listener);
            }
            MoveEnd last = reunited(move, end, monitor, disks, listener);
            if (last == MoveEnd.HERE) {
                monitor.get().ifPresent(qemu -> limitThrottling(qemu, THROTTLING_OF_QEMU));
            }
            return concluded(move, last, disks, failure, listener);
        }
    }

    private void boundThrottling(QemuMonitor qemu) {
        int most = order.convergence().mostThrottled();
        if (most > 0) {
            limitThrottling(qemu, most);
        }
    }

    /** libvirt knows only how throttling begins and grows. */
    private void limitThrottling(QemuMonitor qemu, int percent) {
        try {
            qemu.execute("migrate-set-parameters", Map.of("max-cpu-throttle", percent));
        } catch (IOException e) {
            log.warn("VM {} may be throttled by another share than {} %: {}", vm(), percent, e.getMessage());
        }
    }

    private void open(Move move, MoveListener listener) {
        try {
            awaitPath(listener);
            way.open();
        } catch (GridException e) {
            move.refuse(e);
        } catch (RuntimeException e) {
            // whoever asked has let go of it; the hypervisors must not go on alone
            move.refuse(Failures.ofVm(
                    FailureCode.SHUTTING_DOWN,
                    "The move of VM " + vm() + " was let go of before its path stood",
                    vm(),
                    e));
        }
    }

    private MoveOutcome concluded(
            Move move, MoveEnd end, GuestDisks disks, Optional<Throwable> failure, MoveListener listener) {
        place = end;
        if (end == MoveEnd.HERE) {
            disks.stays();
        }
        passage.settle(disks, end);
        return move.conclude(end, failure.orElse(null), listener);
    }

    /** Follows what another process, or this one before it was restarted, had begun. */
    MoveOutcome takeUp(MoveListener listener) {
        return closing(() -> goOn(listener));
    }

    /** The way stays open while it may still be needed: for what is left of a guest's memory, or for who takes the move up. */
    private MoveOutcome closing(Supplier<MoveOutcome> moving) {
        try {
            MoveOutcome outcome = moving.get();
            way.end();
            return outcome;
        } catch (GridException e) {
            if (!UNSETTLED.contains(e.code()) && place != MoveEnd.NOT_SETTLED && place != MoveEnd.DIVIDED) {
                way.end();
            }
            throw e;
        }
    }

    private MoveOutcome goOn(MoveListener listener) {
        place = MoveEnd.NOT_SETTLED;
        boolean switched = domain.sight().condition().switched();
        try (MoveMonitor monitor = new MoveMonitor(monitors, vm());
                GuestDisks disks = passage.takeUp(monitor.get(), switched)) {
            disks.mayLeave();
            monitor.get().ifPresent(qemu -> Departure.watch(vm(), qemu, events, switched));
            CopyControl control = new CopyControl(domain, monitor.get());
            Move move = move(Steering.toPostCopy(vm(), domain, control, fullSpeed(), clock), disks);
            if (!switched) {
                passage.refusalToGoOn().ifPresent(move::refuse);
            }
            MoveEnd end = move.follow(listener);
            return concluded(move, reunited(move, end, monitor, disks, listener), disks, Optional.empty(), listener);
        }
    }

    private MoveOutcome beginByPreCopy(CopyControl control, GuestDisks disks, MoveListener listener) {
        String reason = "the hypervisors refuse post-copy";
        log.warn("VM {} is moved by pre-copy: {}", vm(), reason);
        Move move = move(Steering.toPreCopy(vm(), domain, control, fullSpeed(), clock, reason), disks);
        CompletableFuture<Void> call = begin(MigrationCall.Kind.PRE_COPY);
        MoveEnd end = move.follow(call, listener);
        return concluded(move, end, disks, Move.failure(call), listener);
    }

    private CompletableFuture<Void> begin(MigrationCall.Kind kind) {
        return MigrationCall.begin(hypervisor, order, way, kind, passage.hasDisks());
    }

    private Move move(Steering steering, GuestDisks disks) {
        Move move = new Move(vm(), hypervisor, events, steering, shield, way, disks, clock);
        current = Optional.of(move);
        if (cancelled) {
            move.cancel();
        }
        return move;
    }

    /**
     * Sends the rest of a guest's memory after it when the path is back, and not before its disks; ends as the move ends, divided if
     * that does not come.
     */
    private MoveEnd reunited(Move move, MoveEnd broken, MoveMonitor monitor, GuestDisks disks, MoveListener listener) {
        MoveEnd end = broken;
        Instant deadline = clock.instant().plus(PATH_COMES_BACK_WITHIN);
        while (end == MoveEnd.DIVIDED && clock.instant().isBefore(deadline)) {
            move.rest(TRY_AGAIN_AFTER);
            if (move.end() == MoveEnd.HERE) {
                return MoveEnd.HERE; // libvirt hears of the failed switch before QEMU has resumed the guest
            }
            shield.look(remaining(monitor), true, listener);
            if (disks.lack().isEmpty() && probe.carries(order.stream())) {
                sendOn(monitor);
                move.rest(TRY_AGAIN_AFTER);
                end = move.follow(listener);
            }
        }
        return end;
    }

    /** As QEMU tells it itself: libvirt has given the move up, also where QEMU still waits. */
    private long remaining(MoveMonitor monitor) {
        return monitor.get().map(this::remaining).orElse(0L);
    }

    private long remaining(QemuMonitor monitor) {
        try {
            return monitor.execute("query-migrate", Map.of())
                    .path("ram")
                    .path("remaining")
                    .asLong();
        } catch (IOException e) {
            log.info("QEMU does not tell what {} lacks: {}", vm(), e.getMessage());
            return 0;
        }
    }

    private void sendOn(MoveMonitor monitor) {
        log.info("What VM {} lacks is sent after it", vm());
        monitor.get().ifPresent(qemu -> {
            try {
                PostCopyRecovery.send(vm(), way.stream(), qemu);
            } catch (IOException | GridException e) {
                log.info("The destination of VM {} is not ready for the rest: {}", vm(), e.getMessage());
            }
        });
    }

    /** Neither libvirt nor QEMU has a code for it: the word in their sentence is all there is. */
    static boolean refusesPostCopy(Throwable failure) {
        String sentence = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return sentence.contains("postcopy") || sentence.contains("post-copy") || sentence.contains("userfaultfd");
    }

    private long fullSpeed() {
        return MigrationCall.mebibytesPerSecond(order.bandwidth()) * MEBIBYTE;
    }

    private VmId vm() {
        return order.vm();
    }
}
