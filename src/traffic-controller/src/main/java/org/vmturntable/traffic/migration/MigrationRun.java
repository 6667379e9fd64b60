package org.vmturntable.traffic.migration;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;

/** Drives one migration from the state that it is in to a final one, in one thread. */
final class MigrationRun implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);
    private static final Failure RESTARTED = new Failure(
            FailureCode.SHUTTING_DOWN, "The site's container was interrupted while the migration was being prepared");

    private final SagaKeeper keeper;
    private final Calls calls;
    private final Approach approach;
    private final GuestCopy copy;
    private final Completion completion;
    private final Undo undo;
    private final Clock clock;
    private final boolean resumed;

    MigrationRun(
            SagaKeeper keeper,
            Calls calls,
            Approach approach,
            GuestCopy copy,
            Completion completion,
            Undo undo,
            Clock clock,
            boolean resumed) {
        this.keeper = keeper;
        this.calls = calls;
        this.approach = approach;
        this.copy = copy;
        this.completion = completion;
        this.undo = undo;
        this.clock = clock;
        this.resumed = resumed;
    }

    @Override
    public void run() {
        try {
            turnBackIfResumedBeforeTheCopy();
            while (!keeper.saga().isFinal()) {
                advance();
            }
        } catch (RunEnded e) {
            LOG.warn(
                    "Migration {}: let go of in {}",
                    keeper.saga().id(),
                    keeper.saga().state(),
                    e);
        } catch (RuntimeException e) {
            LOG.error(
                    "Migration {}: stopped by a defect in {}",
                    keeper.saga().id(),
                    keeper.saga().state(),
                    e);
        } finally {
            calls.end();
        }
    }

    /** What the earlier run had been given may be gone by now, its token is; beginning anew is the caller's choice. */
    private void turnBackIfResumedBeforeTheCopy() {
        MigrationState state = keeper.saga().state();
        if (resumed && state.canStillTurnBack() && state != MigrationState.COPYING) {
            keeper.apply(s -> s.failed(s.history().cancelAsked() ? Approach.cancelled() : RESTARTED, clock.instant()));
        }
    }

    private void advance() {
        switch (keeper.saga().state()) {
            case REQUESTED, ROOM_HELD, AUTHORISED, RESERVED -> approach.advance(clock.instant());
            case ARRIVAL_PREPARED -> copy.begin();
            case COPYING -> copy.resume();
            case SWITCHED_OVER -> completion.moveTunnelAndSettle();
            case TUNNEL_MOVED -> completion.settle();
            case SETTLED -> completion.release();
            case UNDOING -> undo.run();
            case COMPLETED, ROLLED_BACK, STRANDED -> throw new IllegalStateException("Nothing follows a final state");
        }
    }
}
