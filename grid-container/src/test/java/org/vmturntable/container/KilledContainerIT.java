package org.vmturntable.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.oasis_open.docs.wsn.b_2.Subscribe;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.soap.vm.MigratableVm;
import org.vmturntable.soap.vm.Migrate;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationState;

/** A source's container that is killed at each step, and started again on what its store has. */
class KilledContainerIT {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestGrid grid;

    @BeforeAll
    static void start() throws Exception {
        grid = new TestGrid(folder);
        grid.startAll();
    }

    @AfterAll
    static void stop() {
        grid.close();
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
    void finishesOrUndoesWhatItHadBegun(MigrationState killedIn) throws Exception {
        Guest guest = boot();
        try (RecordingConsumer consumer = new RecordingConsumer()) {
            CountDownLatch dead = killWhen(killedIn);
            Migrate order = order(consumer);
            Optional<MigrationId> answered = tryTo(order, guest.id());
            assertThat(dead.await(60, TimeUnit.SECONDS))
                    .as("killed in " + killedIn)
                    .isTrue();
            grid.bury("amsterdam");
            grid.start("amsterdam");
            Observation seen = new Observation(grid);
            // A client whose answer was lost asks again, and by its own name for the request gets the same migration.
            MigrationId id = answered.isPresent() ? answered.get() : migrate(order, guest.id());
            MigrationSaga saga = seen.end("amsterdam", id);
            assertThat(saga.state()).isIn(MigrationState.COMPLETED, MigrationState.ROLLED_BACK);
            seen.assertRunsOnlyAt(saga.state() == MigrationState.COMPLETED ? "sandiego" : "amsterdam", guest.id());
            seen.assertNothingHeld(id);
            assertThat(killedIn.canStillTurnBack() || saga.state() == MigrationState.COMPLETED)
                    .as("after the switchover it only goes forward")
                    .isTrue();
            assertToldEverything(consumer, saga);
        }
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

    private static CountDownLatch killWhen(MigrationState state) {
        CountDownLatch dead = new CountDownLatch(1);
        AtomicBoolean once = new AtomicBoolean();
        grid.container("amsterdam").migrations().orElseThrow().addListener(saga -> {
            if (saga.state() == state && once.compareAndSet(false, true)) {
                grid.kill("amsterdam");
                dead.countDown();
                throw new Killed();
            }
        });
        return dead;
    }

    private static Migrate order(RecordingConsumer consumer) {
        Subscribe subscribe = new Subscribe();
        subscribe.setConsumerReference(EndpointReferences.service(consumer.address()));
        Migrate order = new Migrate();
        order.setDestinationSite("sandiego");
        order.setClientRequestId(UUID.randomUUID().toString());
        order.setSubscribe(subscribe);
        return order;
    }

    private static Optional<MigrationId> tryTo(Migrate order, VmId vm) {
        try {
            return Optional.of(migrate(order, vm));
        } catch (Exception lost) {
            return Optional.empty();
        }
    }

    private static MigrationId migrate(Migrate order, VmId vm) throws Exception {
        return MigrationId.parse(grid.clients()
                .port(MigratableVm.class, grid.at("amsterdam", "/vm/" + vm))
                .migrate(order)
                .getMigrationId());
    }

    private static Guest boot() {
        Guest guest = new Guest(
                new VmId(UUID.randomUUID()),
                "guest",
                GuestState.RUNNING,
                Bytes.ofMebibytes(64),
                1,
                List.of("52:54:00:0a:01:02"),
                List.of());
        grid.hypervisors.boot("amsterdam", guest);
        return guest;
    }
}
