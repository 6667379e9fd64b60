package org.vmturntable.traffic.migration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.MoveProgress;
import org.vmturntable.traffic.plan.MigrationPlan;

/**
 * The migrations that leave this site. Calls block for the store and the local hypervisor only, and what crosses the ocean goes on
 * in the engine's threads, unless a plan or a bound is asked for: then they wait for broker and destination too. One instance a site.
 */
public final class MigrationService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationService.class);

    private final MigrationJournal journal;
    private final MigrationEngine engine;
    private final Admission admission;
    private final VmClaims claims = new VmClaims();
    private final MigrationRuns runs;

    public MigrationService(
            MigrationTerms terms, MigrationWorld world, MigrationJournal journal, MigrationEngine engine) {
        this.journal = journal;
        this.engine = engine;
        Planning planning = new Planning(terms, world, journal, engine.clock(), engine.calls());
        this.admission = new Admission(terms, world, journal, planning);
        this.runs = new MigrationRuns(terms, world, journal, engine, planning);
    }

    /** Tells the listener everything from now on. */
    public void addListener(MigrationListener listener) {
        runs.addListener(listener);
    }

    /**
     * Says what a migration would be like that began now: looks at the guest, for some seconds, and asks for the path. Nothing is
     * reserved. A migration that is asked for within five minutes goes by what was said.
     *
     * @throws GridException as {@link #start} throws; {@code BOUND_IMPOSSIBLE}; {@code SITE_UNREACHABLE}; {@code NO_PATH} and
     *     whatever else stands in the way of a path
     */
    public Proposal plan(MigrateCommand command) {
        requireOpen();
        return admission.propose(command);
    }

    /**
     * Begins a migration and returns at once; or returns the one that the same caller began under the same request id.
     *
     * @throws GridException {@code VM_UNKNOWN} (its details name the site that it moved to, if known), {@code SITE_UNKNOWN},
     *     {@code SAME_SITE}, {@code VM_ALREADY_THERE}, {@code VM_ALREADY_MIGRATING}, {@code VM_NOT_RUNNING},
     *     {@code BANDWIDTH_NOT_POSITIVE}, {@code COPY_TOO_LONG}, {@code BOUND_IMPOSSIBLE},
     *     {@code REQUEST_REUSED} if the request id was used for something else,
     *     {@code STATE_FORBIDS} if the VM is being ended,
     *     {@code SHUTTING_DOWN}, {@code STORE_FAILED}, {@code HYPERVISOR_FAILED}
     */
    public MigrationSaga start(MigrateCommand command) {
        requireOpen();
        Optional<MigrationSaga> before = admission.repeated(command);
        if (before.isPresent()) {
            return before.get();
        }
        return claims.beginning(command.vm(), () -> begin(command));
    }

    private MigrationSaga begin(MigrateCommand command) {
        MigrationSaga saga = MigrationSaga.requested(
                admission.admit(command, engine.newIds().get(), engine.clock().instant()));
        // claimed before it is written down: what is in the journal and nobody drives is taken up as an earlier run's
        SagaKeeper keeper = claim(saga);
        Optional<MigrationSaga> meanwhile = orLetGo(saga, () -> append(saga, command));
        if (meanwhile.isPresent()) {
            runs.letGo(saga.id());
            return meanwhile.get();
        }
        runs.tell(saga);
        runs.begin(keeper, false);
        return saga;
    }

    /**
     * Asks a migration to turn back; returns at once, the undo follows. Asking again is no failure.
     *
     * @return the migration as it stands; the switchover may yet have come first
     * @throws GridException {@code MIGRATION_UNKNOWN}; {@code STATE_FORBIDS} after the switchover or the end
     */
    public MigrationSaga cancel(MigrationId id) {
        Optional<SagaKeeper> keeper = runs.find(id);
        if (keeper.isEmpty()) {
            return cancelledBefore(get(id));
        }
        MigrationSaga saga = keeper.get().apply(this::cancelled);
        if (saga.state() == MigrationState.COPYING) {
            runs.cancelCopy(saga);
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
        MigrationSaga stranded = get(id);
        return claims.beginning(stranded.vm(), () -> again(stranded));
    }

    private MigrationSaga again(MigrationSaga stranded) {
        MigrationSaga saga = stranded.again(engine.clock().instant());
        SagaKeeper keeper = claim(saga);
        var unused = orLetGo(saga, () -> {
            journal.replace(saga);
            return saga;
        });
        runs.tell(saga);
        runs.begin(keeper, true);
        return saga;
    }

    /**
     * Does what must not meet a migration of the VM, such as ending it: while the work goes on, none begins.
     *
     * @throws GridException {@code STATE_FORBIDS} if a migration from here or to here goes on or begins, or someone else is alone with the VM
     */
    public void withoutMigration(VmId vm, Runnable work) {
        claims.alone(vm, () -> {
            admission.requireStays(vm);
            work.run();
        });
    }

    /**
     * Forgets a migration that has ended, its history and its request id with it.
     *
     * @throws GridException {@code MIGRATION_UNKNOWN}; {@code STATE_FORBIDS} while it goes on, and while it is stranded: only its
     *     record says what is still held
     */
    public void forget(MigrationId id) {
        MigrationSaga saga = get(id);
        if (!saga.isFinal() || saga.state() == MigrationState.STRANDED) {
            throw new GridException(
                    FailureCode.STATE_FORBIDS,
                    saga.isFinal()
                            ? "A stranded migration still holds something"
                            : "A migration that goes on is not ended so: cancel it, and it turns back",
                    Map.of("migration", id.toString(), "state", saga.state().name()));
        }
        journal.remove(id);
    }

    /** @throws GridException {@code MIGRATION_UNKNOWN} */
    public MigrationSaga get(MigrationId id) {
        return runs.find(id)
                .map(SagaKeeper::saga)
                // one that has ended is in the journal, unless it was forgotten
                .filter(saga -> !saga.isFinal())
                .or(() -> journal.find(id))
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
        return runs.progress(id);
    }

    /** How the rest of the copy is predicted to go since its last pass began; empty before the second pass and after the copy. */
    public Optional<MigrationPlan> outlook(MigrationId id) {
        return runs.outlook(id);
    }

    /**
     * Takes up every unfinished migration that nobody drives: what an earlier run of this process left, and what a store that
     * failed or a defect has stopped since. Returns at once. To be called at start, and now and then.
     */
    public void recover() {
        if (!runs.isClosed()) {
            journal.unfinished().forEach(this::takeUp);
        }
    }

    /** Takes up every stranded migration that can be: the world may have healed since. Returns at once; to be called now and then. */
    public void retryStranded() {
        if (!runs.isClosed()) {
            journal.stranded().forEach(this::retryIfPossible);
        }
    }

    /** Begins nothing more and lets go of each migration before its next step; {@link #recover} at the next start goes on. */
    @Override
    public void close() {
        runs.close();
    }

    private void takeUp(MigrationSaga saga) {
        runs.claim(saga).ifPresent(keeper -> {
            // its run may have moved it on, or to its end, between the look at the journal and the claim
            boolean isStillSo = orLetGo(saga, () -> journal.find(saga.id()).equals(Optional.of(saga)));
            if (!isStillSo) {
                runs.letGo(saga.id());
                return;
            }
            LOG.info("Migration {}: taken up again in {}", saga.id(), saga.state());
            runs.begin(keeper, true);
        });
    }

    private void retryIfPossible(MigrationSaga saga) {
        try {
            var unused = retry(saga.id());
        } catch (GridException e) {
            // one whose VM is on its way again, for example: no reason to leave the others
            LOG.info("Migration {}: stays stranded for now: {}", saga.id(), e.getMessage());
        }
    }

    private SagaKeeper claim(MigrationSaga saga) {
        return runs.claim(saga)
                .orElseThrow(() -> new GridException(
                        FailureCode.STATE_FORBIDS,
                        "The migration is being worked on",
                        Map.of("migration", saga.id().toString())));
    }

    /** Does what a claim was made for; a claim whose purpose failed would keep others from the migration. */
    private <T> T orLetGo(MigrationSaga saga, Supplier<T> purpose) {
        try {
            return purpose.get();
        } catch (RuntimeException e) {
            runs.letGo(saga.id());
            throw e;
        }
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

    private void requireOpen() {
        if (runs.isClosed()) {
            throw new GridException(FailureCode.SHUTTING_DOWN, "The site begins nothing more");
        }
    }
}
