package org.vmturntable.traffic.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;
import static org.vmturntable.traffic.simulation.SimulatedGrid.AMSTERDAM;
import static org.vmturntable.traffic.simulation.SimulatedGrid.SANDIEGO;
import static org.vmturntable.traffic.simulation.SimulatedGrid.START;
import static org.vmturntable.traffic.simulation.SimulatedGrid.VM;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.traffic.guest.GatePass;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.simulation.Hypervisors;
import org.vmturntable.traffic.simulation.InMemoryRoomStore;
import org.vmturntable.traffic.simulation.SimulatedGrid;
import org.vmturntable.traffic.site.HostingSites.RoomRequest;
import org.vmturntable.traffic.site.Landing;

/** Room in San Diego that is held for a minute, and for longer. */
class RoomExtensionTest {
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final SimulatedGrid grid = new SimulatedGrid(1);
    private final RecordingGate gate = new RecordingGate();
    private final InMemoryRoomStore store = new InMemoryRoomStore();
    private final HostingRoom room = room();
    private final MigrationId migration = MigrationId.random();

    @BeforeEach
    void hold() {
        grid.hypervisors.put(AMSTERDAM, VM, GuestState.ABSENT);
        room.hold(
                AMSTERDAM,
                new RoomRequest(
                        migration, AMSTERDAM, Hypervisors.guest(VM, GuestState.RUNNING), START.plusSeconds(60)));
    }

    @Test
    void isHeldAsLongAsItIsExtended() {
        assertThat(room.extend(AMSTERDAM, migration, START.plusSeconds(120))).isEqualTo(START.plusSeconds(120));
        grid.clock.pass(Duration.ofSeconds(119));
        assertThat(room.holds()).hasSize(1);
        grid.clock.pass(Duration.ofSeconds(1));
        assertThat(room.holds()).isEmpty();
    }

    @Test
    void anEndThatItHasAlreadyChangesNothing() {
        assertThat(room.extend(AMSTERDAM, migration, START.plusSeconds(10))).isEqualTo(START.plusSeconds(60));
        assertThat(room.holds()).singleElement().extracting(RoomHold::until).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void isHeldNoLongerAheadThanTheSitesLongestLease() {
        grid.clock.pass(Duration.ofSeconds(30));
        Instant latest = grid.clock.instant().plus(LONGEST);
        assertThat(room.extend(AMSTERDAM, migration, START.plus(Duration.ofDays(1))))
                .isEqualTo(latest);
    }

    @Test
    void theGateOfAGuestThatIsExpectedStaysOpenAsLong() {
        room.extend(AMSTERDAM, migration, START.plusSeconds(100));
        assertThat(gate.ends).as("nobody is expected yet").isEmpty();
        room.prepare(AMSTERDAM, migration, 1);
        room.extend(AMSTERDAM, migration, START.plusSeconds(120));
        assertThat(gate.ends).containsExactly(START.plusSeconds(100), START.plusSeconds(120));
    }

    @Test
    void aGateThatFailedIsAskedAgainWithTheRepeatedRequest() {
        room.prepare(AMSTERDAM, migration, 1);
        gate.fails = true;
        assertFails(FailureCode.GATE_FAILED, () -> room.extend(AMSTERDAM, migration, START.plusSeconds(120)));
        gate.fails = false;
        room.extend(AMSTERDAM, migration, START.plusSeconds(120));
        assertThat(gate.ends).endsWith(START.plusSeconds(120));
    }

    @Test
    void theGateIsClosedAgainIfTheGuestSettlesInTheSameMoment() {
        room.prepare(AMSTERDAM, migration, 1);
        gate.meanwhile = () -> {
            grid.hypervisors.put(SANDIEGO, VM, GuestState.RUNNING);
            room.commit(AMSTERDAM, migration);
        };
        room.extend(AMSTERDAM, migration, START.plusSeconds(120));
        assertThat(gate.isOpen).isFalse();
    }

    @Test
    void theGateIsClosedAgainIfTheArrivalIsAbortedWhileItIsAnnounced() {
        gate.meanwhile = () -> room.abort(AMSTERDAM, migration);
        assertFails(FailureCode.STATE_FORBIDS, () -> room.prepare(AMSTERDAM, migration, 1));
        assertThat(gate.isOpen).isFalse();
    }

    @Test
    void isExtendedOnlyForWhoAskedForIt() {
        assertFails(FailureCode.CALLER_NOT_PERMITTED, () -> room.extend(SANDIEGO, migration, START.plusSeconds(120)));
        assertFails(
                FailureCode.ROOM_UNKNOWN, () -> room.extend(AMSTERDAM, MigrationId.random(), START.plusSeconds(120)));
    }

    @Test
    void isNotExtendedOnceItHasEndedOrWasGivenBack() {
        grid.clock.pass(Duration.ofSeconds(60));
        assertFails(FailureCode.STATE_FORBIDS, () -> room.extend(AMSTERDAM, migration, START.plusSeconds(120)));
        room.abort(AMSTERDAM, migration);
        assertFails(FailureCode.STATE_FORBIDS, () -> room.extend(AMSTERDAM, migration, START.plusSeconds(120)));
    }

    private HostingRoom room() {
        Landing landing = new Landing(URI.create("qemu+tls://sandiego/system"), URI.create("tcp://10.30.0.3"));
        HostingTerms terms = new HostingTerms(
                SANDIEGO, Bytes.ofMebibytes(2048), 4, PortId.parse("sandiego:client-1"), landing, LONGEST);
        return new HostingRoom(terms, store, grid.moverThere, grid.ledgerThere, gate, grid.clock);
    }

    private static final class RecordingGate implements ArrivalGate {
        private final List<Instant> ends = new ArrayList<>();
        private Runnable meanwhile = () -> {};
        private boolean isOpen;
        private boolean fails;

        @Override
        public Optional<GatePass> expect(RoomHold hold) {
            if (fails) {
                throw new GridException(FailureCode.GATE_FAILED, "Told to fail");
            }
            meanwhile.run();
            ends.add(hold.until());
            isOpen = true;
            return Optional.empty();
        }

        @Override
        public void end(MigrationId migration) {
            isOpen = false;
        }
    }
}
