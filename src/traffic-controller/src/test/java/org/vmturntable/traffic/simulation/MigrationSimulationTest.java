package org.vmturntable.traffic.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vmturntable.traffic.migration.MigrationMoves;
import org.vmturntable.traffic.migration.MigrationSignal;
import org.vmturntable.traffic.migration.MigrationState;
import org.vmturntable.traffic.migration.Step;
import org.vmturntable.traffic.simulation.InMemoryMigrationJournal.Move;

/** A guest never runs twice, is never lost, and nothing stays held unless the saga says so; whatever fails, whenever it dies. */
@Timeout(
        value = 120,
        threadMode =
                Timeout.ThreadMode.SEPARATE_THREAD) // a migration that never ends is one of the failures to be found
class MigrationSimulationTest {
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 2000);

    @Test
    void survivesAKillAtEveryMoment() {
        int moments = momentsOfAGoodRun();
        for (int moment = 1; moment <= moments; moment++) {
            run("kill at moment " + moment, new Scenario(1, Set.of(moment)));
        }
    }

    @Test
    void survivesAKillAtEveryMomentOfACopyThatIsLongerThanAnyLease() {
        Duration longer = Duration.ofMinutes(18);
        Scenario good = new Scenario(1, Set.of()).copyingFor(longer);
        good.run();
        assertThat(good.last().state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(good.last().steps())
                .filteredOn(step -> step.step() == Step.EXTEND_LEASE)
                .hasSizeGreaterThan(2);
        for (int moment = 1; moment <= good.moments(); moment++) {
            run("kill at moment " + moment, new Scenario(1, Set.of(moment)).copyingFor(longer));
        }
    }

    @Test
    void survivesASecondKillSoonAfterTheFirst() {
        int moments = momentsOfAGoodRun();
        for (int first = 1; first <= moments; first++) {
            for (int after = 1; after <= 20; after++) {
                run(
                        "kills at moments " + first + " and " + (first + after),
                        new Scenario(1, Set.of(first, first + after)));
            }
        }
    }

    @Test
    void staysSoundInAnyWorldAndTakesEveryMoveOfTheTable() {
        Set<Move> neverTaken = everyMove();
        for (long seed = 0; seed < SEEDS; seed++) {
            neverTaken.removeAll(run("seed " + seed, new Scenario(seed)));
        }
        assertThat(neverTaken).isEmpty();
    }

    private static int momentsOfAGoodRun() {
        Scenario good = new Scenario(1, Set.of());
        good.run();
        assertThat(good.last().state()).isEqualTo(MigrationState.COMPLETED);
        return good.moments();
    }

    private static Set<Move> run(String what, Scenario scenario) {
        try {
            return scenario.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("With " + what + ": " + e.getMessage(), e);
        }
    }

    private static Set<Move> everyMove() {
        Set<Move> moves = new HashSet<>();
        for (Map.Entry<MigrationState, Map<MigrationSignal, MigrationState>> row :
                MigrationMoves.TABLE.moves().entrySet()) {
            row.getValue().values().forEach(to -> moves.add(new Move(row.getKey(), to)));
        }
        return moves;
    }
}
