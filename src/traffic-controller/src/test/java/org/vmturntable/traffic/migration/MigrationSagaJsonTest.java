package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.traffic.guest.GuestDisk;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.simulation.Hypervisors;
import org.vmturntable.traffic.simulation.SimulatedGrid;

/** The samples are journals as earlier versions wrote them: add to them, never change them. */
class MigrationSagaJsonTest {
    @Test
    void readsBackWhatItWroteInEveryStateOnTheWay() {
        SimulatedGrid grid = new SimulatedGrid(1);
        grid.tunnel.refuse(1000);
        GuestDisk disk = new GuestDisk("vda", Bytes.ofMebibytes(512), "a".repeat(64), new Bytes(4711));
        grid.hypervisors.put(
                SimulatedGrid.AMSTERDAM,
                Hypervisors.guest(SimulatedGrid.VM, GuestState.RUNNING).withDisks(List.of(disk)));
        grid.moverHere.images.put(disk.base());
        grid.moverThere.images.put(disk.base());
        grid.service()
                .addListener(saga -> assertThat(MigrationSagaJson.read(MigrationSagaJson.write(saga)))
                        .isEqualTo(saga));
        grid.service().start(SimulatedGrid.toSanDiego());
        grid.settle();
    }

    @Test
    void readsACompletedMigrationOfFormat1() throws IOException {
        MigrationSaga saga = MigrationSagaJson.read(sample("completed-format-1.json"));
        assertThat(saga.state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(saga.figures().blackout()).contains(Duration.ofMillis(650));
        assertThat(saga.possessions().elementsSwitched()).isEqualTo(3);
        assertThat(saga.steps()).hasSize(10);
    }

    @Test
    void readsAStrandedMigrationOfFormat1AndTakesItUpAgain() throws IOException {
        MigrationSaga saga = MigrationSagaJson.read(sample("stranded-format-1.json"));
        assertThat(saga.failure().map(Failure::code)).contains(FailureCode.TUNNEL_REFUSED);
        assertThat(saga.held()).containsExactly(Holding.ROOM, Holding.TOKEN, Holding.LIGHTPATH);
        assertThat(saga.again(saga.since()).state()).isEqualTo(MigrationState.SWITCHED_OVER);
    }

    @Test
    void readsAMigrationWhoseElementsWereSwitchedBeforeTheDestinationWasPreparedAsOneThatIsReserved()
            throws IOException {
        String text = sample("completed-format-1.json").replace("COMPLETED", "LIGHTPATH_UP");
        assertThat(MigrationSagaJson.read(text).state()).isEqualTo(MigrationState.RESERVED);
    }

    @Test
    void passesOverFieldsOfLaterVersions() throws IOException {
        String text = sample("completed-format-1.json").replaceFirst("\\{", "{\"colour\":\"blue\",");
        assertThat(MigrationSagaJson.read(text).state()).isEqualTo(MigrationState.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "null", "{\"format\":2}", "{\"format\":1,\"order\":{\"id\":\"x\"}}"})
    void refusesWhatIsNoSaga(String text) {
        assertFails(FailureCode.STORE_FAILED, () -> MigrationSagaJson.read(text));
    }

    private static String sample(String name) throws IOException {
        try (InputStream in = MigrationSagaJsonTest.class.getResourceAsStream("/journal/" + name)) {
            if (in == null) {
                throw new IOException("No sample " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
