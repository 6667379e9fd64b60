package org.vmturntable.container;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
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

/** The hypervisors of all sites. They outlive the containers; a copy is instant, and fails if it is told to. */
final class Hypervisors {
    private final Map<String, Map<VmId, Guest>> guests = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> bases = new ConcurrentHashMap<>();
    private final Map<VmId, Instant> stopped = new ConcurrentHashMap<>();
    private final Map<VmId, Instant> resumed = new ConcurrentHashMap<>();
    private final Map<String, Consumer<VmId>> resumeListeners = new ConcurrentHashMap<>();

    private final Set<VmId> cancelled = ConcurrentHashMap.newKeySet();
    private volatile Optional<FailureCode> copyFails = Optional.empty();
    private volatile CountDownLatch held = new CountDownLatch(0);

    /** Copies that begin from now on end so, and late: the destination has seen the guest resume by then. */
    void failCopies(FailureCode why) {
        copyFails = Optional.of(why);
    }

    /** Copies that begin from now on do not end until they are released. */
    void holdCopies() {
        held = new CountDownLatch(1);
    }

    void releaseCopies() {
        held.countDown();
    }

    /** No copy is held, and none fails any more. */
    void recover() {
        copyFails = Optional.empty();
        releaseCopies();
    }

    /** All guests at all sites. */
    void shutDown() {
        guests.values().forEach(Map::clear);
    }

    void boot(String site, Guest guest) {
        at(site).put(guest.id(), guest);
    }

    /** The sites where the guest runs: exactly one, or something is very wrong. */
    List<String> runsAt(VmId vm) {
        return guests.entrySet().stream()
                .filter(entry -> Optional.ofNullable(entry.getValue().get(vm))
                        .map(Guest::state)
                        .equals(Optional.of(GuestState.RUNNING)))
                .map(Map.Entry::getKey)
                .toList();
    }

    GuestMover of(String site, Life life) {
        return new Hypervisor(site, life);
    }

    private Map<VmId, Guest> at(String site) {
        return guests.computeIfAbsent(site, ignored -> new ConcurrentHashMap<>());
    }

    private static Guest in(GuestState state, Guest guest) {
        return new Guest(
                guest.id(),
                guest.name(),
                state,
                guest.memory(),
                guest.virtualCpus(),
                guest.macAddresses(),
                guest.addresses(),
                guest.disks(),
                guest.obstacle());
    }

    /** From now on that base image is at that site. */
    void putBaseImage(String site, String digest) {
        bases.computeIfAbsent(site, ignored -> ConcurrentHashMap.newKeySet()).add(digest);
    }

    private record Images(Set<String> here) implements DiskImages {
        @Override
        public void requireBase(String digest) {
            if (!here.contains(digest)) {
                throw new GridException(
                        FailureCode.BASE_IMAGE_UNKNOWN, "Its base image is not here", Map.of("base", digest));
            }
        }

        @Override
        public Bytes free() {
            return Bytes.ofMebibytes(1024);
        }

        @Override
        public void discardArrival(VmId vm, String target) {}
    }

    private final class Hypervisor implements GuestMover {
        private final String site;
        private final Life life;

        Hypervisor(String site, Life life) {
            this.site = site;
            this.life = life;
        }

        @Override
        public List<Guest> guests() {
            life.check();
            Collection<Guest> here = at(site).values();
            return List.copyOf(here);
        }

        @Override
        public Optional<Guest> find(VmId vm) {
            life.check();
            return Optional.ofNullable(at(site).get(vm));
        }

        @Override
        public MoveOutcome move(MoveOrder order, MoveListener progress) {
            life.check();
            Guest guest = find(order.vm()).orElseThrow();
            progress.awaitPath();
            Bytes all = guest.memory();
            MoveProgress report = new MoveProgress(MoveProgress.Phase.PRE_COPY, 1, Bytes.ZERO, all, all, 0);
            cancelled.remove(order.vm());
            progress.progressed(report);
            Optional<FailureCode> failure = copyFails;
            failure.ifPresent(code -> tellResumed(order));
            copy(order.vm(), () -> progress.progressed(report));
            failure.ifPresent(code -> {
                throw new GridException(code, "The copy was told to fail");
            });
            progress.aboutToSwitch();
            stopped.put(order.vm(), Instant.now());
            at(order.control().getHost()).put(order.vm(), in(GuestState.RUNNING, guest));
            at(site).remove(order.vm());
            resumed.put(order.vm(), Instant.now());
            life.check();
            return new MoveOutcome(all, lastStopped(order.vm()), Switchover.UNOBSERVED);
        }

        private void tellResumed(MoveOrder order) {
            Optional.ofNullable(resumeListeners.get(order.control().getHost()))
                    .ifPresent(listener -> listener.accept(order.vm()));
        }

        @Override
        public void onResumed(Consumer<VmId> listener) {
            resumeListeners.put(site, listener);
        }

        private void copy(VmId vm, Runnable tell) {
            try {
                while (!held.await(50, TimeUnit.MILLISECONDS)) {
                    life.check();
                    tell.run();
                    if (cancelled.contains(vm)) {
                        throw new GridException(FailureCode.CANCELLED, "The copy was cancelled");
                    }
                }
            } catch (InterruptedException ended) {
                throw new Killed();
            }
        }

        @Override
        public Optional<MoveOutcome> awaitEnd(MoveOrder order, MoveListener progress) {
            life.check();
            return Optional.empty();
        }

        @Override
        public void cancel(VmId vm) {
            life.check();
            cancelled.add(vm);
        }

        @Override
        public Optional<Instant> lastStopped(VmId vm) {
            life.check();
            return Optional.ofNullable(stopped.get(vm));
        }

        @Override
        public Optional<Instant> lastResumed(VmId vm) {
            life.check();
            return Optional.ofNullable(resumed.get(vm));
        }

        /** Every guest writes a hundredth of its memory, and then no other page. */
        @Override
        public List<DirtySample> dirtying(VmId vm, List<Duration> periods) {
            life.check();
            Bytes written = new Bytes(find(vm).orElseThrow().memory().value() / 100);
            return periods.stream()
                    .map(period -> new DirtySample(period, written))
                    .toList();
        }

        @Override
        public DiskImages images() {
            return new Images(bases.computeIfAbsent(site, ignored -> ConcurrentHashMap.newKeySet()));
        }

        @Override
        public boolean switchesByPostCopy() {
            return true;
        }

        @Override
        public void discardArrival(VmId vm) {
            life.check();
            at(site).computeIfPresent(vm, (id, guest) -> guest.state() == GuestState.RUNNING ? guest : null);
        }

        @Override
        public void destroy(VmId vm) {
            life.check();
            at(site).remove(vm);
        }
    }
}
