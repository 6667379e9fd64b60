package org.vmturntable.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

class SwitchoverTest {
    private static final byte[] HEADER = {8, 0, 7, 0, 4};
    private static final byte[] STATE = {0, 0, 0, 10, 8, 0, 4, 0, 0, 's', 't', 'a', 't', 'e'};

    @Test
    void whatComesBeforeTheStateGoesOnAndTheStateWaitsForTheDisks() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            gates.source.prepareSwitch(gates.move);
            stream.from().say("pages to throw away");
            stream.to().hears("pages to throw away");
            sendsState(stream);
            gates.source.letFollow(gates.move);
            stream.from().say("the rest");
            assertThat(stream.to().heard(HEADER.length)).isEqualTo(HEADER); // of no use without what follows
            stream.to().hearsNothing();
            assertThat(gates.destination.state(gates.move)).anyMatch(StreamState::held);

            gates.destination.release(gates.move);
            assertThat(stream.to().heard(STATE.length)).isEqualTo(STATE);
            stream.to().hears("the rest");
        }
    }

    @Test
    void whatFollowsTheStateWaitsAtTheSourceUntilItMayFollow() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            gates.source.prepareSwitch(gates.move);
            gates.destination.release(gates.move);
            sendsState(stream);
            stream.from().say("the rest");
            getsState(stream);
            stream.to().hearsNothing();
            gates.source.letFollow(gates.move);
            stream.to().hears("the rest");
        }
    }

    @Test
    void whatFollowsDoesNotWaitForEverForALastBlock() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            gates.source.prepareSwitch(gates.move);
            gates.destination.release(gates.move);
            sendsState(stream);
            stream.from().say("the rest");
            getsState(stream);
            stream.to().hears("the rest");
        }
    }

    @Test
    void aStrictHoldAfterOneOfTheStateHoldsAll() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            gates.source.prepareSwitch(gates.move);
            stream.from().say("before");
            stream.to().hears("before");
            gates.source.hold(gates.move);
            stream.from().say("behind");
            stream.to().hearsNothing();
            gates.destination.release(gates.move);
            stream.to().hears("behind");
        }
    }

    @Test
    void aSwitchOfAMoveThatIsNotKnownIsRefused() throws Exception {
        try (TwoGates gates = TwoGates.open()) {
            gates.source.end(gates.move);
            assertFails(() -> gates.source.prepareSwitch(gates.move));
            assertFails(() -> gates.source.letFollow(gates.move));
        }
    }

    private static void sendsState(TwoGates.Pair stream) throws IOException {
        stream.from().say(HEADER);
        stream.from().say(STATE);
    }

    private static void getsState(TwoGates.Pair stream) throws IOException {
        assertThat(stream.to().heard(HEADER.length)).isEqualTo(HEADER);
        assertThat(stream.to().heard(STATE.length)).isEqualTo(STATE);
    }

    private static void assertFails(Runnable order) {
        assertThatThrownBy(order::run)
                .isInstanceOfSatisfying(
                        GridException.class,
                        refused -> assertThat(refused.code()).isEqualTo(FailureCode.MIGRATION_UNKNOWN));
    }
}
