package org.vmturntable.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmturntable.drac.lightpath.LightpathState;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.GridFault;
import org.vmturntable.soap.migration.MigrationProperties;
import org.vmturntable.soap.migration.Retry;
import org.vmturntable.soap.types.MigrationOutcome;
import org.vmturntable.soap.vm.Migrate;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationState;
import org.vmturntable.tunnel.Attachment;

/** Containers that are killed in the course of a migration from Amsterdam to San Diego, and started again on what their store has. */
class KilledContainerIT extends SharedGrid {
    @ParameterizedTest
    @EnumSource(to = "SETTLED")
    void theSourceFinishesOrUndoesWhatItHadBegun(MigrationState killedIn) throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        try (RecordingConsumer consumer = new RecordingConsumer()) {
            CountDownLatch dead = killIn(killedIn, "amsterdam");
            Migrate order = order(consumer);
            Optional<MigrationId> answered = tryTo(order, guest.id());
            startAgain("amsterdam", dead);
            // A client whose answer was lost asks again, and by its own name for the request gets the same migration.
            MigrationId id = answered.isPresent() ? answered.get() : grid.migrate("amsterdam", guest.id(), order);
            MigrationSaga saga = assertEndsWell(guest, id);
            assertThat(killedIn.canStillTurnBack() || saga.state() == MigrationState.COMPLETED)
                    .as("after the switchover it only goes forward")
                    .isTrue();
            assertToldEverything(consumer, saga);
        }
    }

    @ParameterizedTest
    @EnumSource(to = "SETTLED")
    void itGoesOnOrTurnsBackWhenTheDestinationDies(MigrationState when) throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        MigrationState end = migrateAndKill(guest, "sandiego", when);
        assertThat(when.compareTo(MigrationState.ARRIVAL_PREPARED) < 0 || end == MigrationState.COMPLETED)
                .as("once it was prepared, all that it is needed for can be done later")
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(from = "ARRIVAL_PREPARED", to = "SETTLED")
    void itGoesOnOrTurnsBackWhenTheEdgeDies(MigrationState when) throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        MigrationState end = migrateAndKill(guest, TestGrid.EDGE, when);
        assertThat(end)
                .as("a guest is not stopped unless its traffic can follow")
                .isEqualTo(when.canStillTurnBack() ? MigrationState.ROLLED_BACK : MigrationState.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amsterdam", "chicago", "sandiego", TestGrid.EDGE})
    void whatAFailedCopyHadTakenIsGivenBackWhoeverDies(String victim) throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        grid.hypervisors.failCopies(FailureCode.COPY_FAILED);
        grid.hypervisors.holdCopies();
        CountDownLatch dead = killIn(MigrationState.UNDOING, victim);
        MigrationId id = grid.migrate("amsterdam", guest.id(), TestGrid.order("sandiego"));
        seen.awaitTrafficAt("sandiego", guest);
        grid.hypervisors.releaseCopies();
        startAgain(victim, dead);
        assertThat(assertEndsWell(guest, id).state()).isEqualTo(MigrationState.ROLLED_BACK);
    }

    /** It dies in the middle of what it was asked for, and its answer is lost. */
    @ParameterizedTest
    @EnumSource(
            value = LightpathState.class,
            names = {"RESERVED", "PROVISIONING", "PROVISIONED", "RELEASING"})
    void itGoesOnOrTurnsBackWhenTheBrokerDies(LightpathState when) throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        CountDownLatch dead = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        grid.container("chicago").lightpaths().orElseThrow().listen(lightpath -> {
            if (lightpath.state() == when && done.compareAndSet(false, true)) {
                grid.kill("chicago");
                new Thread(() -> bury("chicago", dead)).start();
                awaitQuietly(dead);
                throw new Killed();
            }
        });
        MigrationId id = grid.migrate("amsterdam", guest.id(), TestGrid.order("sandiego"));
        startAgain("chicago", dead);
        assertEndsWell(guest, id);
    }

    @Test
    void aStrandedMigrationOutlivesItsContainerAndIsFinishedWhenItIsTakenUpAgain() throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        VmId rival = VmId.random();
        grid.container("amsterdam").migrations().orElseThrow().addListener(saga -> {
            if (saga.state() == MigrationState.SWITCHED_OVER
                    && saga.history().stranding().isEmpty()) {
                attachInPlaceOf(guest, rival);
            }
        });
        MigrationId id = grid.migrate("amsterdam", guest.id(), TestGrid.order("sandiego"));
        MigrationSaga stranded = seen.end("amsterdam", id);
        assertStrandedAtTheEdge(id);

        grid.kill("amsterdam");
        grid.bury("amsterdam");
        grid.start("amsterdam");
        Observation.await(
                "a try of its own, in vain",
                () -> seen.saga("amsterdam", id).revision() > stranded.revision()
                        && seen.saga("amsterdam", id).isFinal());
        assertStrandedAtTheEdge(id);

        grid.edge().detach(rival, 0);
        grid.migration("amsterdam", id).retry(new Retry());
        assertThat(assertEndsWell(guest, id).state()).isEqualTo(MigrationState.COMPLETED);
    }

    /** Another machine has the guest's addresses at the edge, which no repetition of an order changes. */
    private static void attachInPlaceOf(Guest guest, VmId rival) {
        grid.edge().detach(guest.id(), 0);
        grid.edge()
                .attach(new Attachment(
                        rival, TestGrid.mac(guest), TestGrid.address(guest), new SiteId("amsterdam"), 0));
    }

    private static void assertStrandedAtTheEdge(MigrationId id) throws Exception {
        MigrationProperties told = seen.properties("amsterdam", id);
        assertThat(told.getOutcome()).isEqualTo(MigrationOutcome.STRANDED);
        assertThat(GridFault.of(told.getFailure()).code()).isEqualTo(FailureCode.STATE_FORBIDS.name());
        assertThat(told.getAdvice()).isNotBlank();
    }

    /** At least once, in order, and none left out, though the container died in between. */
    private static void assertToldEverything(RecordingConsumer consumer, MigrationSaga saga) throws Exception {
        Observation.await(
                "the last message",
                () -> consumer.received().stream().anyMatch(message -> message.endsWith(" " + saga.state())));
        List<String> once = consumer.received().stream().distinct().toList();
        for (int i = 0; i < once.size(); i++) {
            assertThat(once.get(i)).startsWith(i + 1 + " ");
        }
    }

    private static MigrationState migrateAndKill(Guest guest, String victim, MigrationState when) throws Exception {
        CountDownLatch dead = killIn(when, victim);
        MigrationId id = grid.migrate("amsterdam", guest.id(), TestGrid.order("sandiego"));
        startAgain(victim, dead);
        return assertEndsWell(guest, id).state();
    }

    private static MigrationSaga assertEndsWell(Guest guest, MigrationId id) throws Exception {
        MigrationSaga saga = seen.end("amsterdam", id);
        assertThat(saga.state()).isIn(MigrationState.COMPLETED, MigrationState.ROLLED_BACK);
        seen.assertLivesAt(saga.state() == MigrationState.COMPLETED ? "sandiego" : "amsterdam", guest, id);
        return saga;
    }

    /** Kills it when the next migration from Amsterdam has just come so far. Amsterdam's own thread cannot wait for its burial. */
    private static CountDownLatch killIn(MigrationState state, String victim) {
        CountDownLatch dead = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        grid.container("amsterdam").migrations().orElseThrow().addListener(saga -> {
            if (saga.state() == state && done.compareAndSet(false, true)) {
                grid.kill(victim);
                if (victim.equals("amsterdam")) {
                    dead.countDown();
                    throw new Killed();
                }
                grid.bury(victim);
                dead.countDown();
            }
        });
        return dead;
    }

    private static void bury(String victim, CountDownLatch dead) {
        grid.bury(victim);
        dead.countDown();
    }

    /** A thread of a dying process: nobody hears how it ends. */
    private static void awaitQuietly(CountDownLatch dead) {
        try {
            dead.await();
        } catch (InterruptedException ended) {
            throw new Killed();
        }
    }

    private static void startAgain(String victim, CountDownLatch dead) throws Exception {
        assertThat(dead.await(60, TimeUnit.SECONDS)).as("killed").isTrue();
        grid.bury(victim);
        grid.start(victim);
    }

    private static Migrate order(RecordingConsumer consumer) {
        Migrate order = TestGrid.order("sandiego");
        order.setClientRequestId(UUID.randomUUID().toString());
        order.setSubscribe(consumer.subscription());
        return order;
    }

    private static Optional<MigrationId> tryTo(Migrate order, VmId vm) {
        try {
            return Optional.of(grid.migrate("amsterdam", vm, order));
        } catch (Exception lost) {
            return Optional.empty();
        }
    }
}
