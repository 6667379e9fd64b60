package org.vmturntable.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.oasis_open.docs.wsn.b_2.Subscribe;
import org.vmturntable.drac.lightpath.LightpathState;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.soap.vm.Migrate;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.migration.MigrationListener;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationService;
import org.vmturntable.traffic.migration.MigrationState;

/** Containers that are killed in the course of a migration from Amsterdam to San Diego, and started again on what their store has. */
class KilledContainerIT {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestGrid grid;

    @SuppressWarnings("NullAway.Init")
    private static Observation seen;

    @BeforeAll
    static void start() throws Exception {
        grid = new TestGrid(folder);
        seen = new Observation(grid);
        grid.startAll();
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            seen.assertEverythingCanBeHadAgain();
        } finally {
            grid.close();
        }
    }

    @AfterEach
    void shutDownMachines() {
        grid.hypervisors.shutDown();
    }

    @ParameterizedTest
    @EnumSource(
            value = MigrationState.class,
            names = {
                "REQUESTED",
                "ROOM_HELD",
                "AUTHORISED",
                "RESERVED",
                "LIGHTPATH_UP",
                "ARRIVAL_PREPARED",
                "COPYING",
                "SWITCHED_OVER",
                "TUNNEL_MOVED",
                "SETTLED"
            })
    void theSourceFinishesOrUndoesWhatItHadBegun(MigrationState killedIn) throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        try (RecordingConsumer consumer = new RecordingConsumer()) {
            CountDownLatch dead = killSourceIn(killedIn);
            Migrate order = order(consumer);
            Optional<MigrationId> answered = tryTo(order, guest.id());
            awaitDeath(dead);
            grid.bury("amsterdam");
            grid.start("amsterdam");
            // A client whose answer was lost asks again, and by its own name for the request gets the same migration.
            MigrationId id = answered.isPresent() ? answered.get() : grid.migrate("amsterdam", guest.id(), order);
            MigrationSaga saga = assertEndsWell(guest, id);
            assertThat(killedIn.canStillTurnBack() || saga.state() == MigrationState.COMPLETED)
                    .as("after the switchover it only goes forward")
                    .isTrue();
            assertToldEverything(consumer, saga);
        }
    }

    @Test
    void theSourceGoesOnGivingBackWhatAFailedCopyHadTaken() throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        CountDownLatch dead = killSourceIn(MigrationState.UNDOING);
        grid.hypervisors.copyFails = Optional.of(FailureCode.COPY_FAILED);
        grid.hypervisors.holdCopies();
        try {
            MigrationId id = grid.migrate("amsterdam", guest.id(), TestGrid.order("sandiego"));
            grid.hypervisors.releaseCopies();
            awaitDeath(dead);
            grid.bury("amsterdam");
            grid.start("amsterdam");
            assertThat(assertEndsWell(guest, id).state()).isEqualTo(MigrationState.ROLLED_BACK);
        } finally {
            grid.hypervisors.releaseCopies();
            grid.hypervisors.copyFails = Optional.empty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sandiego, ROOM_HELD",
        "sandiego, RESERVED",
        "sandiego, ARRIVAL_PREPARED",
        "sandiego, COPYING",
        "sandiego, TUNNEL_MOVED",
        "edge, COPYING",
        "edge, SWITCHED_OVER"
    })
    void itGoesOnOrTurnsBackWhenTheDestinationOrTheEdgeDies(String victim, MigrationState when) throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        CountDownLatch dead = new CountDownLatch(1);
        source().addListener(once(saga -> saga.state() == when, () -> {
            grid.kill(victim);
            grid.bury(victim);
            dead.countDown();
        }));
        MigrationId id = grid.migrate("amsterdam", guest.id(), TestGrid.order("sandiego"));
        awaitDeath(dead);
        grid.start(victim);
        MigrationSaga saga = assertEndsWell(guest, id);
        assertThat(when.compareTo(MigrationState.ARRIVAL_PREPARED) < 0 || saga.state() == MigrationState.COMPLETED)
                .as("what it was needed for was done, or can be done later")
                .isTrue();
    }

    /** It dies in the middle of what it was asked for, and its answer is lost. */
    @ParameterizedTest
    @EnumSource(
            value = LightpathState.class,
            names = {"RESERVED", "PROVISIONING", "PROVISIONED", "RELEASING"})
    void itGoesOnOrTurnsBackWhenTheBrokerDies(LightpathState when) throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        CountDownLatch dead = new CountDownLatch(1);
        AtomicBoolean once = new AtomicBoolean();
        grid.container("chicago").lightpaths().orElseThrow().listen(lightpath -> {
            if (lightpath.state() == when && once.compareAndSet(false, true)) {
                grid.kill("chicago");
                new Thread(() -> bury("chicago", dead)).start();
                awaitQuietly(dead);
                throw new Killed();
            }
        });
        MigrationId id = grid.migrate("amsterdam", guest.id(), TestGrid.order("sandiego"));
        awaitDeath(dead);
        grid.start("chicago");
        assertEndsWell(guest, id);
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

    private static MigrationSaga assertEndsWell(Guest guest, MigrationId id) throws Exception {
        MigrationSaga saga = seen.end("amsterdam", id);
        assertThat(saga.state()).isIn(MigrationState.COMPLETED, MigrationState.ROLLED_BACK);
        seen.assertLivesAt(saga.state() == MigrationState.COMPLETED ? "sandiego" : "amsterdam", guest, id);
        return saga;
    }

    private static MigrationService source() {
        return grid.container("amsterdam").migrations().orElseThrow();
    }

    private static CountDownLatch killSourceIn(MigrationState state) {
        CountDownLatch dead = new CountDownLatch(1);
        source().addListener(once(saga -> saga.state() == state, () -> {
            grid.kill("amsterdam");
            dead.countDown();
            throw new Killed();
        }));
        return dead;
    }

    private static MigrationListener once(Predicate<MigrationSaga> condition, Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        return saga -> {
            if (condition.test(saga) && done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }

    private static void bury(String victim, CountDownLatch dead) {
        grid.bury(victim);
        dead.countDown();
    }

    private static void awaitDeath(CountDownLatch dead) throws InterruptedException {
        assertThat(dead.await(60, TimeUnit.SECONDS)).as("killed").isTrue();
    }

    /** A thread of a dying process: nobody hears how it ends. */
    private static void awaitQuietly(CountDownLatch dead) {
        try {
            dead.await();
        } catch (InterruptedException ended) {
            throw new Killed();
        }
    }

    private static Migrate order(RecordingConsumer consumer) {
        Subscribe subscribe = new Subscribe();
        subscribe.setConsumerReference(EndpointReferences.service(consumer.address()));
        Migrate order = TestGrid.order("sandiego");
        order.setClientRequestId(UUID.randomUUID().toString());
        order.setSubscribe(subscribe);
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
