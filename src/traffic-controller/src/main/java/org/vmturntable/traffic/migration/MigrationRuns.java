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
import org.vmturntable.traffic.guest.MoveProgress;
import org.vmturntable.traffic.plan.MigrationPlan;

/** The migrations that this process drives: never two runs for one, each in a thread of its own. Tells listeners what becomes of them. */
final class MigrationRuns {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationRuns.class);

    private final MigrationTerms terms;
    private final MigrationWorld world;
    private final MigrationJournal journal;
    private final MigrationEngine engine;
    private final CopyTime copyTime;
    private final Planning planning;
    private final List<MigrationListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<MigrationId, SagaKeeper> claimed = new ConcurrentHashMap<>();
    private final Map<MigrationId, MoveProgress> progress = new ConcurrentHashMap<>();
    private final Outlooks outlooks;
    private volatile boolean closed;

    MigrationRuns(
            MigrationTerms terms,
            MigrationWorld world,
            MigrationJournal journal,
            MigrationEngine engine,
            Planning planning) {
        this.planning = planning;
        this.outlooks = new Outlooks(world.guests().switchesByPostCopy());
        this.terms = terms;
        this.world = world;
        this.journal = journal;
        this.engine = engine;
        this.copyTime = new CopyTime(terms.lease(), engine.clock());
    }

    void addListener(MigrationListener listener) {
        listeners.add(listener);
    }

    /** The migration as it stands, if it is driven here. */
    Optional<SagaKeeper> find(MigrationId id) {
        return Optional.ofNullable(claimed.get(id));
    }

    Optional<MoveProgress> progress(MigrationId id) {
        return Optional.ofNullable(progress.get(id));
    }

    Optional<MigrationPlan> outlook(MigrationId id) {
        return outlooks.of(id);
    }

    boolean isClosed() {
        return closed;
    }

    /** Lets go of each migration before its next step. */
    void close() {
        closed = true;
    }

    /** The right to drive it, to be followed by {@link #begin} or {@link #letGo}; empty if it is driven here already. */
    Optional<SagaKeeper> claim(MigrationSaga saga) {
        SagaKeeper keeper = new SagaKeeper(saga, journal, patience(terms.undo()), this::tell);
        return claimed.putIfAbsent(saga.id(), keeper) == null ? Optional.of(keeper) : Optional.empty();
    }

    void letGo(MigrationId id) {
        claimed.remove(id);
        progress.remove(id);
        outlooks.forget(id);
    }

    /**
     * Drives it from here on; returns at once.
     *
     * @param resumed an earlier run had begun it
     */
    void begin(SagaKeeper keeper, boolean resumed) {
        MigrationId id = keeper.saga().id();
        Runnable run = runOf(keeper, resumed);
        try {
            engine.runs().execute(() -> {
                try {
                    run.run();
                } finally {
                    letGo(id);
                }
            });
        } catch (RejectedExecutionException e) {
            letGo(id);
            throw new GridException(FailureCode.SHUTTING_DOWN, "The site begins nothing more", e);
        }
    }

    /** Asks the hypervisor to end the copy; returns at once. */
    void cancelCopy(MigrationSaga saga) {
        engine.calls().execute(() -> {
            try {
                world.guests().cancel(saga.vm());
            } catch (GridException e) {
                // asked again with the next progress
                LOG.info("Migration {}: cancel not taken: {}", saga.id(), e.getMessage());
            }
        });
    }

    void tell(MigrationSaga saga) {
        tellEach(listener -> listener.moved(saga));
    }

    private MigrationRun runOf(SagaKeeper keeper, boolean resumed) {
        Calls calls = new Calls(keeper.saga().id(), engine.clock(), engine.calls(), () -> closed);
        PathInTheMaking path = new PathInTheMaking(keeper);
        LeaseExtension extension = new LeaseExtension(
                terms.lease(), world, keeper, calls, outlooks, engine.clock(), report -> progressed(keeper, report));
        SwitchoverWatch watch = new SwitchoverWatch(
                keeper.saga().order(), world.tunnels(), world.sites(), engine.clock(), path, extension);
        PathAnew anew = new PathAnew(terms, world, keeper, calls, engine.clock());
        GivingBack givingBack = new GivingBack(world, keeper, calls);
        return new MigrationRun(
                keeper,
                calls,
                new Approach(terms, world, planning, keeper, calls, path),
                new GuestCopy(world, keeper, calls, patience(terms.locate()), copyTime, watch, path, extension, anew),
                new Completion(world, keeper, calls, givingBack, patience(terms.forward()), engine.clock()),
                new Undo(givingBack, path, keeper, patience(terms.undo()), engine.clock()),
                engine.clock(),
                resumed);
    }

    private Patience patience(Persistence persistence) {
        return new Patience(persistence, engine.clock(), engine.pause());
    }

    private void progressed(SagaKeeper keeper, MoveProgress report) {
        MigrationSaga saga = keeper.saga();
        progress.put(saga.id(), report);
        outlooks.progressed(saga, report, planning.lastPlanner(), engine.clock().instant());
        tellEach(listener -> listener.progressed(saga.id(), report));
        // again and again: a cancel that came before the hypervisor had begun was heard by nobody
        if (report.phase().canBeCancelled() && mustEnd(saga)) {
            cancelCopy(saga);
        }
    }

    private boolean mustEnd(MigrationSaga saga) {
        return saga.history().cancelAsked() || copyTime.isOver(saga);
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
}
