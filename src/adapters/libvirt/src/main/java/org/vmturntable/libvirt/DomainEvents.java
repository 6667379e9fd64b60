package org.vmturntable.libvirt;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.VmId;

/**
 * What the hypervisor has told of each guest since this process started. The callbacks serve every connection that is opened one
 * after the other; libvirt keeps only their addresses.
 */
final class DomainEvents implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DomainEvents.class);
    // virDomainEventType and the types of its details, libvirt-domain.h
    private static final int STARTED = 2;
    private static final int STARTED_BY_MOVE = 1;
    private static final int SUSPENDED = 3;
    private static final int SUSPENDED_FOR_POST_COPY = 7;
    private static final int STOPPED = 5;
    private static final int STOPPED_MIGRATED = 3;
    /** Callbacks for as long as the process lives: libvirt calls them also for connections that were closed, whoever had opened them. */
    private static final Set<Callback> KEPT = ConcurrentHashMap.newKeySet();

    private static final Set<Integer> STOPPED_DEAD = Set.of(0, 1, 2, 5);

    /**
     * The latest signs of one guest; each empty if there was none.
     *
     * @param died it ended here in another way than by moving away
     * @param switched its processors left by post-copy
     * @param left it lives elsewhere with all its memory: its QEMU here was ended for that, or has said so itself
     */
    record Signs(
            Optional<Instant> stopped,
            Optional<Instant> resumed,
            boolean died,
            boolean switched,
            boolean left,
            Optional<JobFigures> completedMove) {
        private static final Signs NONE =
                new Signs(Optional.empty(), Optional.empty(), false, false, false, Optional.empty());

        Signs withStopped(Instant at) {
            return new Signs(Optional.of(at), resumed, died, switched, left, completedMove);
        }

        Signs withResumed(Instant at) {
            return new Signs(stopped, Optional.of(at), died, switched, left, completedMove);
        }

        /**
         * A resume belongs to one stay: the next arrival must not be taken for this one. What happens to the QEMU of a guest that has
         * left does not happen to the guest.
         */
        Signs withEndOfStay(boolean dead) {
            return new Signs(stopped, Optional.empty(), dead && !left, switched, left || !dead, completedMove);
        }

        Signs withoutEnd() {
            return new Signs(stopped, resumed, false, false, false, Optional.empty());
        }

        Signs withSwitch() {
            return new Signs(stopped, resumed, died, true, left, completedMove);
        }

        Signs withCompletedMove(Optional<JobFigures> figures) {
            return new Signs(stopped, resumed, died, switched, left, figures);
        }
    }

    private final Map<VmId, Signs> signs = new ConcurrentHashMap<>();
    private final List<Consumer<VmId>> resumeListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<VmId>> arrivalListeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private final NativeQemu.MonitorEventCallback monitorEvent =
            (connection, domain, event, seconds, microseconds, details, opaque) ->
                    guarded(() -> onMonitorEvent(vmOf(domain), event, seconds, microseconds));
    private final NativeLibvirt.LifecycleCallback lifecycle =
            (connection, domain, event, detail, opaque) -> guarded(() -> onLifecycle(vmOf(domain), event, detail));
    private final NativeLibvirt.JobCompletedCallback jobCompleted =
            (connection, domain, parameters, count, opaque) -> guarded(() -> {
                Optional<JobFigures> figures = Optional.of(JobFigures.of(new NativeParameters(parameters, count)));
                change(vmOf(domain), before -> before.withCompletedMove(figures));
            });

    Signs of(VmId vm) {
        return signs.getOrDefault(vm, Signs.NONE);
    }

    /** Tells of each guest that begins to arrive, on libvirt's event thread. */
    void onArriving(Consumer<VmId> listener) {
        arrivalListeners.add(listener);
    }

    /** Tells of each guest that resumes, on libvirt's event thread or another. */
    void onResumed(Consumer<VmId> listener) {
        resumeListeners.add(listener);
    }

    /** Forgets how an earlier move ended, before a new one begins; so does a new stay. */
    void beginMove(VmId vm) {
        change(vm, Signs::withoutEnd);
    }

    /** All of a guest that has switched is at its destination; libvirt will yet end its QEMU here. */
    void departed(VmId vm, Optional<JobFigures> figures) {
        change(vm, before -> before.withEndOfStay(false).withCompletedMove(figures));
    }

    /** Asks a new connection for its events. */
    void subscribe(OpenConnection connection) {
        KEPT.addAll(List.of(monitorEvent, lifecycle, jobCompleted));
        requireRegistered(NativeQemu.INSTANCE.virConnectDomainQemuMonitorEventRegister(
                connection.pointer(), null, "STOP", monitorEvent, null, null, 0));
        requireRegistered(NativeQemu.INSTANCE.virConnectDomainQemuMonitorEventRegister(
                connection.pointer(), null, "RESUME", monitorEvent, null, null, 0));
        requireRegistered(NativeLibvirt.INSTANCE.virConnectDomainEventRegisterAny(
                connection.pointer(), null, NativeLibvirt.EVENT_LIFECYCLE, lifecycle, null, null));
        requireRegistered(NativeLibvirt.INSTANCE.virConnectDomainEventRegisterAny(
                connection.pointer(), null, NativeLibvirt.EVENT_JOB_COMPLETED, jobCompleted, null, null));
    }

    private static void requireRegistered(int callbackId) {
        if (callbackId < 0) {
            throw Failures.hypervisor("The hypervisor does not offer its events");
        }
    }

    void onMonitorEvent(VmId vm, String event, long seconds, int microseconds) {
        if (closed) {
            return;
        }
        Instant at = Instant.ofEpochSecond(seconds).plus(microseconds, ChronoUnit.MICROS);
        log.info("{} of VM {} at {}", event, vm, at);
        if (event.equals("STOP")) {
            change(vm, before -> before.withStopped(at));
        } else if (!of(vm).resumed()
                .equals(Optional.of(at))) { // the same event may come by libvirt and by a second monitor
            change(vm, before -> before.withResumed(at));
            resumeListeners.forEach(listener -> listener.accept(vm));
        }
    }

    void onLifecycle(VmId vm, int event, int detail) {
        if (closed) {
            return;
        }
        switch (event) {
            case STARTED -> {
                change(vm, Signs::withoutEnd);
                if (detail == STARTED_BY_MOVE) {
                    arrivalListeners.forEach(listener -> listener.accept(vm));
                }
            }
            case SUSPENDED -> {
                if (detail == SUSPENDED_FOR_POST_COPY) {
                    change(vm, Signs::withSwitch);
                }
            }
            case STOPPED -> ended(vm, detail);
            default -> {}
        }
    }

    private void ended(VmId vm, int detail) {
        if (STOPPED_DEAD.contains(detail)) {
            change(vm, before -> before.withEndOfStay(true));
        } else if (detail == STOPPED_MIGRATED) {
            change(vm, before -> before.withEndOfStay(false));
        }
    }

    private void change(VmId vm, UnaryOperator<Signs> change) {
        signs.compute(vm, (id, before) -> change.apply(before == null ? Signs.NONE : before));
    }

    private static VmId vmOf(Pointer domain) {
        byte[] text = new byte[NativeLibvirt.UUID_STRING_BUFLEN];
        NativeLibvirt.INSTANCE.virDomainGetUUIDString(domain, text);
        return VmId.parse(new String(text, 0, text.length - 1, StandardCharsets.US_ASCII));
    }

    /** libvirt goes on to tell connections that were closed; nothing of that is taken in any more. */
    @Override
    public void close() {
        closed = true;
    }

    /** A border to native code: nothing may be thrown through it. */
    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.error("An event of the hypervisor could not be taken in", e);
        }
    }
}
