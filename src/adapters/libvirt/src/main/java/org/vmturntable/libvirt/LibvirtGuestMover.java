package org.vmturntable.libvirt;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.gate.GateControl;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.libvirt.image.AttachedDisk;
import org.vmturntable.libvirt.image.ImageFolder;
import org.vmturntable.traffic.guest.DirtySample;
import org.vmturntable.traffic.guest.DiskImages;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.guest.MoveListener;
import org.vmturntable.traffic.guest.MoveOrder;
import org.vmturntable.traffic.guest.MoveOutcome;

/**
 * Moves guests with libvirt and QEMU: live, peer to peer between the sites' libvirtds, memory first and then, by post-copy, the
 * processors. Serves every domain that has the turntable's {@code vm} element in its metadata.
 *
 * <p>The memory itself crosses the lightpath unencrypted. A path that dies in mid-copy is noticed after about five seconds
 * without progress. Survives restarts of libvirtd: calls wait some seconds for it.
 */
public final class LibvirtGuestMover implements GuestMover, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LibvirtGuestMover.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration DEPARTS_WITHIN = Duration.ofSeconds(10);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(50);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
    // virDomainUndefineFlagsValues: managed save, snapshots' and checkpoints' metadata, NVRAM
    static final int UNDEFINE_ALL = 1 | 1 << 1 | 1 << 2 | 1 << 4;
    // major * 1,000,000 + minor * 1,000 + release
    private static final long QEMU_9 = 9_000_000;
    // VIR_DOMAIN_METADATA_ELEMENT
    private static final int METADATA_ELEMENT = 2;
    private static final long KIBIBYTE = 1L << 10;

    private final DomainEvents events = new DomainEvents();
    private final Map<VmId, MoveRun> moves = new ConcurrentHashMap<>();
    private final Hypervisor hypervisor;
    private final Clock clock;
    private final LightpathProbe probe;
    private final Optional<GateControl> gate;
    private final MonitorFolder monitors;
    private final ArrivalWatch arrivals;
    private final Optional<ImageFolder> images;

    /**
     * Begins to connect, and does not wait for it.
     *
     * @param libvirtd this site's own, for example {@code qemu+unix:///system?socket=/run/libvirt/libvirt-sock}; with the right to
     *     change domains
     * @param monitors folder where machines may have a second QMP monitor, a socket {@code <VM's id>.qmp}: it halves the time that
     *     a switchover takes beyond the path's. The socket's other end is QEMU; it is talked to only while a machine moves
     * @param images where disks are that can be moved
     * @param gate through which guests leave, if their destinations have one too
     * @throws org.vmturntable.kernel.GridException {@code HYPERVISOR_FAILED} if this host lacks libvirt's client library
     */
    public LibvirtGuestMover(
            URI libvirtd,
            Optional<Path> monitors,
            Optional<ImageFolder> images,
            Optional<GateControl> gate,
            Clock clock) {
        this(libvirtd, monitors, images, gate, clock, LightpathProbe.echo(PROBE_TIMEOUT));
    }

    LibvirtGuestMover(
            URI libvirtd,
            Optional<Path> monitors,
            Optional<ImageFolder> images,
            Optional<GateControl> gate,
            Clock clock,
            LightpathProbe probe) {
        this.images = images;
        EventLoop.ensureRunning();
        this.monitors = new MonitorFolder(monitors);
        this.hypervisor = new Hypervisor(libvirtd, events, PATIENCE);
        this.clock = clock;
        this.probe = probe;
        this.gate = gate;
        this.arrivals = new ArrivalWatch(this.monitors, events);
        events.onArriving(arrivals::begin);
    }

    @Override
    public List<Guest> guests() {
        return hypervisor.call("listed", connection -> {
            Domain[] domains = connection.listAllDomains(0);
            try {
                return Arrays.stream(domains)
                        .map(domain -> seen(connection, domain))
                        .flatMap(Optional::stream)
                        .sorted(Comparator.comparing(Guest::name))
                        .toList();
            } finally {
                free(domains);
            }
        });
    }

    @Override
    public Optional<Guest> find(VmId vm) {
        return withDomain("looked for", vm, (connection, domain) -> seen(connection, domain))
                .flatMap(Function.identity());
    }

    @Override
    public MoveOutcome move(MoveOrder order, MoveListener listener) {
        return watched(order, run -> {
            requireMovable(order.vm());
            events.beginMove(order.vm());
            return run.begin(listener);
        });
    }

    @Override
    public Optional<MoveOutcome> awaitEnd(MoveOrder order, MoveListener listener) {
        return state(order.vm()) == GuestState.MOVING_OUT
                ? Optional.of(watched(order, run -> run.takeUp(listener)))
                : Optional.empty();
    }

    @Override
    public void awaitDeparture(VmId vm) {
        Instant deadline = clock.instant().plus(DEPARTS_WITHIN);
        while (state(vm) == GuestState.MOVING_OUT && clock.instant().isBefore(deadline)) {
            try {
                Thread.sleep(LOOKS_EVERY.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void cancel(VmId vm) {
        MoveRun run = moves.get(vm);
        if (run != null) {
            run.cancel();
        } else if (state(vm) == GuestState.MOVING_OUT) {
            new MovingDomain(vm, hypervisor).abort();
        }
    }

    @Override
    public void keepWayOpen(MoveOrder order) {
        if (moves.containsKey(order.vm())) {
            new Way(order, gate).open();
        }
    }

    @Override
    public void onResumed(Consumer<VmId> listener) {
        events.onResumed(listener);
    }

    @Override
    public Optional<Instant> lastStopped(VmId vm) {
        return events.of(vm).stopped();
    }

    @Override
    public Optional<Instant> lastResumed(VmId vm) {
        return events.of(vm).resumed();
    }

    @Override
    public void expect(VmId vm, MigrationId migration) {
        arrivals.expect(vm, migration);
    }

    @Override
    public DiskImages images() {
        return images.isPresent() ? images.get() : DiskImages.NONE;
    }

    @Override
    public boolean switchesByPostCopy() {
        return true;
    }

    /** One guest at a time, for QEMU watches for one asker only. */
    @Override
    public synchronized List<DirtySample> dirtying(VmId vm, List<Duration> periods) {
        if (find(vm).filter(guest -> guest.memory().compareTo(DirtyRate.TOO_SMALL) <= 0)
                .isPresent()) {
            throw Failures.ofVm(
                    FailureCode.HYPERVISOR_FAILED, "QEMU does not measure a guest as small as VM " + vm, vm);
        }
        DirtyRate rate = new DirtyRate(hypervisor, vm);
        return periods.stream().map(rate::within).toList();
    }

    /**
     * What is removed has never run here. Libvirt defines a guest at its destination before it lets it run, and keeps the definition
     * when that fails: from it the guest could be started a second time.
     */
    @Override
    public void discardArrival(VmId vm) {
        withDomain("cleared away", vm, (connection, domain) -> {
            if (domain.isPersistent() == 0 && stateOf(connection, vm) == GuestState.ARRIVING) {
                log.info("Removing what arrived of {}", vm);
                domain.destroy();
            } else if (domain.isPersistent() == 1 && hasFailedToStart(connection, vm)) {
                log.info("Removing the definition of {}, which has arrived and could not run", vm);
                domain.undefine(UNDEFINE_ALL);
            }
            return domain;
        });
    }

    private static boolean hasFailedToStart(OpenConnection connection, VmId vm) {
        return look(connection, vm, domain -> domain.condition().hasFailedToStart())
                .orElse(false);
    }

    @Override
    public void destroy(VmId vm) {
        withDomain("destroyed", vm, (connection, domain) -> {
            boolean persistent = domain.isPersistent() == 1;
            if (domain.isActive() == 1) {
                domain.destroy();
            }
            if (persistent) {
                domain.undefine(UNDEFINE_ALL);
            }
            return domain;
        });
    }

    /** Ends the connection. Moves under way go on in the hypervisors; who waits for one gets {@code SHUTTING_DOWN}. */
    @Override
    public void close() {
        hypervisor.close();
        events.close();
    }

    private List<String> diskTargets(VmId vm) {
        return withDomain("looked at", vm, (connection, domain) -> describe(domain))
                .map(description ->
                        description.disks().stream().map(AttachedDisk::target).toList())
                .orElse(List.of());
    }

    private MoveOutcome watched(MoveOrder order, Function<MoveRun, MoveOutcome> action) {
        Way way = new Way(order, gate);
        DiskPassage passage = new DiskPassage(order.vm(), diskTargets(order.vm()), images, monitors, way);
        MoveRun run = new MoveRun(order, hypervisor, events, monitors, probe, way, passage, clock);
        if (moves.putIfAbsent(order.vm(), run) != null) {
            throw alreadyMoving(order.vm());
        }
        try {
            return action.apply(run);
        } finally {
            moves.remove(order.vm());
        }
    }

    private void requireMovable(VmId vm) {
        GuestState state = state(vm);
        switch (state) {
            case RUNNING -> {
                requireNoRemnantOfAMove(vm);
                requireFaithfulEmulator(vm);
            }
            case ABSENT -> throw Failures.ofVm(FailureCode.VM_UNKNOWN, "VM " + vm + " is not here", vm);
            case MOVING_OUT -> throw alreadyMoving(vm);
            case PAUSED, ARRIVING, SHUT_OFF ->
                throw Failures.ofVm(FailureCode.VM_NOT_RUNNING, "VM " + vm + " does not run: " + state, vm);
        }
    }

    private void requireNoRemnantOfAMove(VmId vm) {
        if (new MovingDomain(vm, hypervisor).sight().isBack()) {
            throw Failures.ofVm(FailureCode.HYPERVISOR_FAILED, "VM " + vm + " cannot be moved: " + Move.KEPT_JOB, vm);
        }
    }

    private void requireFaithfulEmulator(VmId vm) {
        boolean emulated = withDomain("looked at", vm, (connection, domain) -> describe(domain))
                .map(DomainDescription::emulated)
                .orElse(false);
        if (emulated && emulatorVersion() < QEMU_9) {
            throw Failures.ofVm(
                    FailureCode.HYPERVISOR_FAILED,
                    "VM " + vm + " is emulated, and QEMU older than 9.0 loses memory of emulated guests on a move",
                    vm);
        }
    }

    private static GridException alreadyMoving(VmId vm) {
        return Failures.ofVm(FailureCode.VM_ALREADY_MIGRATING, "VM " + vm + " is already being moved", vm);
    }

    private long emulatorVersion() {
        return hypervisor.call("looked at", OpenConnection::getVersion);
    }

    private GuestState state(VmId vm) {
        return hypervisor.call("looked at", connection -> stateOf(connection, vm));
    }

    private static GuestState stateOf(OpenConnection connection, VmId vm) {
        return look(connection, vm, domain -> {
                    Optional<JobFigures> moveOut = domain.moveOut();
                    return domain.condition().guestState(moveOut);
                })
                .orElse(GuestState.ABSENT);
    }

    /** Empty if libvirt does not know the domain. */
    private static <T> Optional<T> look(OpenConnection connection, VmId vm, Function<DomainHandle, T> what) {
        return DomainHandle.find(connection, vm).map(domain -> {
            try (domain) {
                return what.apply(domain);
            }
        });
    }

    /** Empty if it is none of the turntable's, or has left while it was looked at. */
    private Optional<Guest> seen(OpenConnection connection, Domain domain) {
        try {
            VmId vm = VmId.parse(domain.getUUIDString());
            GuestState state = stateOf(connection, vm);
            return switch (state) {
                case ABSENT -> Optional.empty();
                case ARRIVING -> receiving(vm, domain, state);
                case RUNNING -> isTakenIn(connection, vm) ? receiving(vm, domain, state) : settled(domain, state);
                default -> settled(domain, state);
            };
        } catch (LibvirtException e) {
            if (Failures.isUnknownDomain(e)) {
                return Optional.empty();
            }
            throw Failures.hypervisor("A guest could not be described", e);
        }
    }

    @Override
    public boolean isTakenIn(VmId vm) {
        return hypervisor.call("looked at", connection -> isTakenIn(connection, vm));
    }

    /** libvirt knows of an arrival's end by the source's libvirtd alone. */
    private boolean isTakenIn(OpenConnection connection, VmId vm) {
        return lacksMemory(connection, vm)
                || look(connection, vm, DomainHandle::arrives).orElse(false);
    }

    @Override
    public boolean lacksMemory(VmId vm) {
        return hypervisor.call("looked at", connection -> lacksMemory(connection, vm)) && !arrivals.isWhole(vm);
    }

    /** As libvirt takes it, which tells less of such a guest. */
    private boolean lacksMemory(OpenConnection connection, VmId vm) {
        if (arrivals.receives(vm)) {
            return true;
        }
        return look(connection, vm, domain -> {
                    Optional<JobFigures> moveOut = domain.moveOut();
                    return domain.condition().lacksMemory(moveOut);
                })
                .orElse(false);
    }

    private Optional<Guest> settled(Domain domain, GuestState state) throws LibvirtException {
        return Optional.of(describe(domain))
                .filter(DomainDescription::movable)
                .map(description -> description.guest(state, images));
    }

    /**
     * While a domain arrives libvirt keeps its XML, and so its interfaces, back for as long as that takes, and half a minute at most;
     * everything else it tells at once.
     */
    private static Optional<Guest> receiving(VmId vm, Domain domain, GuestState state) throws LibvirtException {
        try {
            List<String> addresses = DomainDescription.addressesIn(
                    domain.getMetadata(METADATA_ELEMENT, DomainDescription.VM_NAMESPACE, 0));
            Bytes memory = new Bytes(domain.getMaxMemory() * KIBIBYTE);
            return Optional.of(
                    new Guest(vm, domain.getName(), state, memory, domain.getMaxVcpus(), List.of(), addresses));
        } catch (LibvirtException e) {
            if (Failures.isWithoutMetadata(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static DomainDescription describe(Domain domain) throws LibvirtException {
        return DomainDescription.parse(domain.getXMLDesc(0));
    }

    /** What is done with a domain. */
    private interface DomainCall<T> {
        T on(OpenConnection connection, Domain domain) throws LibvirtException;
    }

    /** Empty if there is no such domain, or it left meanwhile. */
    private <T> Optional<T> withDomain(String what, VmId vm, DomainCall<T> call) {
        return hypervisor.call(what, connection -> {
            try {
                Domain domain = connection.domainLookupByUUIDString(vm.toString());
                try {
                    return Optional.of(call.on(connection, domain));
                } finally {
                    domain.free();
                }
            } catch (LibvirtException e) {
                if (Failures.isUnknownDomain(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private static void free(Domain[] domains) throws LibvirtException {
        for (Domain domain : domains) {
            domain.free();
        }
    }
}
