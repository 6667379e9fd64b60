package org.vmturntable.traffic.migration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.MoveProgress;

/**
 * The migrations that leave this site. Calls block for the store and the local hypervisor only; what crosses the ocean goes on in
 * the engine's threads. One instance a site.
 */
public final class MigrationService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationService.class);

    private final MigrationTerms terms;
    private final MigrationWorld world;
    private final MigrationJournal journal;
    private final MigrationEngine engine;
    private final Admission admission;
    private final List<MigrationListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<MigrationId, SagaKeeper> running = new ConcurrentHashMap<>();
    private final Map<MigrationId, MoveProgress> progress = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public MigrationService(
            MigrationTerms terms, MigrationWorld world, MigrationJournal journal, MigrationEngine engine) {
        this.terms = terms;
        this.world = world;
        this.journal = journal;
        this.engine = engine;
        this.admission = new Admission(terms, world, journal);
    }

    /** Tells the listener everything from now on. */
    public void addListener(MigrationListener listener) {
        listeners.add(listener);
    }

    /**
     * Begins a migration and returns at once; or returns the one that the same caller began under the same request id.
     *
     * @throws GridException {@code VM_UNKNOWN} (its details name the site that it moved to, if known), {@code SITE_UNKNOWN},
     *     {@code SAME_SITE}, {@code VM_ALREADY_THERE}, {@code VM_ALREADY_MIGRATING}, {@code VM_NOT_RUNNING},
     *     {@code BANDWIDTH_NOT_POSITIVE}, {@code REQUEST_REUSED} if the request id was used for something else,
     *     {@code SHUTTING_DOWN}, {@code STORE_FAILED}, {@code HYPERVISOR_FAILED}
     */
    public MigrationSaga start(MigrateCommand command) {
        requireOpen();
        Optional<MigrationSaga> before = admission.repeated(command);
        if (before.isPresent()) {
            return before.get();
        }
        MigrationSaga saga = MigrationSaga.requested(
                admission.admit(command, engine.newIds().get(), engine.clock().instant()));
        Optional<MigrationSaga> meanwhile = append(saga, command);
        if (meanwhile.isPresent()) {
            return meanwhile.get();
        }
        take(saga).ifPresent(keeper -> {
            tell(saga);
            run(keeper, false);
        });
        return saga;
    }

    /**
     * Asks a migration to turn back; returns at once, the undo follows. Asking again is no failure.
     *
     * @return the migration as it stands; the switchover may yet have come first
     * @throws GridException {@code MIGRATION_UNKNOWN}; {@code STATE_FORBIDS} after the switchover or the end
     */
    public MigrationSaga cancel(MigrationId id) {
        SagaKeeper keeper = running.get(id);
        if (keeper == null) {
            return cancelledBefore(get(id));
        }
        MigrationSaga saga = keeper.apply(this::cancelled);
        if (saga.state() == MigrationState.COPYING) {
            cancelCopy(saga);
        }
        return saga;
    }

    /**
     * Takes a stranded migration up again, where it was given up; returns at once.
     *
     * @throws GridException {@code MIGRATION_UNKNOWN}; {@code STATE_FORBIDS} if it is not stranded; {@code VM_ALREADY_MIGRATING}
     */
    public MigrationSaga retry(MigrationId id) {
        requireOpen();
        MigrationSaga saga = get(id).again(engine.clock().instant());
        journal.replace(saga);
        take(saga).ifPresent(keeper -> {
            tell(saga);
            run(keeper, true);
        });
        return saga;
    }

    /** @throws GridException {@code MIGRATION_UNKNOWN} */
    public MigrationSaga get(MigrationId id) {
        SagaKeeper keeper = running.get(id);
        return keeper != null
                ? keeper.saga()
                : journal.find(id)
                        .orElseThrow(() -> new GridException(
                                FailureCode.MIGRATION_UNKNOWN,
                                "No migration " + id + " began here",
                                Map.of("migration", id.toString())));
    }

    /** The latest, newest first; may be empty. */
    public List<MigrationSaga> latest(int limit) {
        return journal.latest(limit);
    }

    /** The VM's migrations from here, newest first; may be empty. */
    public List<MigrationSaga> ofVm(VmId vm) {
        return journal.ofVm(vm);
    }

    /** How far the copy has come, as last reported; empty unless one is under way. */
    public Optional<MoveProgress> progress(MigrationId id) {
        return Optional.ofNullable(progress.get(id));
    }

    /** Takes up every migration that an earlier run of this process left unfinished; returns at once. To be called once, at start. */
    public void recover() {
        for (MigrationSaga saga : journal.unfinished()) {
            LOG.info("Migration {}: taken up again in {}", saga.id(), saga.state());
            take(saga).ifPresent(keeper -> run(keeper, true));
        }
    }

    /** Begins nothing more and lets go of each migration before its next step; {@link #recover} at the next start goes on. */
    @Override
    public void close() {
        closed = true;
    }

    /** @return what another thread began meanwhile for the same request; empty if this one is written down */
    private Optional<MigrationSaga> append(MigrationSaga saga, MigrateCommand command) {
        try {
            journal.append(saga);
            return Optional.empty();
        } catch (GridException e) {
            if (e.code() == FailureCode.STORE_FAILED && journal.find(saga.id()).isPresent()) {
                return Optional.empty();
            }
            return Optional.of(admission.repeated(command).orElseThrow(() -> e));
        }
    }

    private static MigrationSaga cancelledBefore(MigrationSaga saga) {
        if (saga.history().cancelAsked() && saga.state() == MigrationState.ROLLED_BACK) {
            return saga;
        }
        throw new GridException(
                FailureCode.STATE_FORBIDS,
                "Nothing to cancel: the migration is " + saga.state(),
                Map.of("state", saga.state().name()));
    }

    private MigrationSaga cancelled(MigrationSaga saga) {
        boolean turnsBack = saga.state().canStillTurnBack()
                || saga.state() == MigrationState.UNDOING
                || saga.state() == MigrationState.ROLLED_BACK;
        return saga.history().cancelAsked() && turnsBack
                ? saga
                : saga.askedToCancel(engine.clock().instant());
    }

    private void cancelCopy(MigrationSaga saga) {
        engine.calls().execute(() -> {
            try {
                world.guests().cancel(saga.vm());
            } catch (GridException e) {
                // asked again with the next progress
                LOG.info("Migration {}: cancel not taken: {}", saga.id(), e.getMessage());
            }
        });
    }

    /** Empty if the migration goes on in this process already. */
    private Optional<SagaKeeper> take(MigrationSaga saga) {
        SagaKeeper keeper = new SagaKeeper(saga, journal, patience(terms.undo()), this::tell);
        return running.putIfAbsent(saga.id(), keeper) == null ? Optional.of(keeper) : Optional.empty();
    }

    private void run(SagaKeeper keeper, boolean resumed) {
        MigrationId id = keeper.saga().id();
        Runnable run = runOf(keeper, resumed);
        try {
            engine.runs().execute(() -> {
                try {
                    run.run();
                } finally {
                    running.remove(id);
                    progress.remove(id);
                }
            });
        } catch (RejectedExecutionException e) {
            running.remove(id);
            throw new GridException(FailureCode.SHUTTING_DOWN, "The site begins nothing more", e);
        }
    }

    private MigrationRun runOf(SagaKeeper keeper, boolean resumed) {
        Calls calls = new Calls(keeper.saga().id(), engine.clock(), engine.calls(), () -> closed);
        GivingBack givingBack = new GivingBack(world, keeper, calls);
        return new MigrationRun(
                keeper,
                new Approach(terms, world, keeper, calls),
                new GuestCopy(
                        world,
                        keeper,
                        calls,
                        patience(terms.locate()),
                        engine.clock(),
                        report -> progressed(keeper, report)),
                new Completion(world, keeper, calls, givingBack, patience(terms.forward()), engine.clock()),
                new Undo(givingBack, keeper, patience(terms.undo()), engine.clock()),
                engine.clock(),
                resumed);
    }

    private Patience patience(Persistence persistence) {
        return new Patience(persistence, engine.clock(), engine.pause());
    }

    private void progressed(SagaKeeper keeper, MoveProgress report) {
        MigrationSaga saga = keeper.saga();
        progress.put(saga.id(), report);
        tellEach(listener -> listener.progressed(saga.id(), report));
        // a cancel that came before the hypervisor had begun was heard by nobody
        if (saga.history().cancelAsked() && report.phase().canBeCancelled()) {
            cancelCopy(saga);
        }
    }

    private void tell(MigrationSaga saga) {
        tellEach(listener -> listener.moved(saga));
    }

    private void tellEach(Consumer<MigrationListener> message) {
        for (MigrationListener listener : listeners) {
            try {
                message.accept(listener);
            } catch (RuntimeException e) {
                // a listener's defect is no reason to leave a guest half way
                LOG.error("A listener failed", e);
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new GridException(FailureCode.SHUTTING_DOWN, "The site begins nothing more");
        }
    }
}
