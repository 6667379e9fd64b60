package org.vmturntable.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

class SwitchoverTest {
    private static final byte[] HEADER = {8, 0, 7, 0, 4};
    private static final byte[] STATE = {0, 0, 0, 10, 8, 0, 4, 0, 0, 's', 't', 'a', 't', 'e'};
    private static final List<PageRequest> RING = List.of(new PageRequest("pc.ram", 0x2a63000, 4096));
    private static final Switchover OF_A_DISKLESS_GUEST = new Switchover(RING, false);
    private static final Switchover BEHIND_DISKS = new Switchover(List.of(), true);

    @Test
    void whatComesBeforeTheStateGoesOnAndTheStateWaitsForTheDisks() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            gates.source.prepareSwitch(gates.move, BEHIND_DISKS);
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
            gates.source.prepareSwitch(gates.move, BEHIND_DISKS);
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
            gates.source.prepareSwitch(gates.move, BEHIND_DISKS);
            gates.destination.release(gates.move);
            sendsState(stream);
            stream.from().say("the rest");
            getsState(stream);
            stream.to().hears("the rest");
        }
    }

    @Test
    void theSourceIsAskedForPagesWhenTheStateHasGoneAndNotBefore() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            gates.source.prepareSwitch(gates.move, OF_A_DISKLESS_GUEST);
            stream.from().say("pages to throw away");
            stream.from().say(HEADER);
            stream.from().hearsNothing();
            stream.from().say(STATE);
            assertThat(stream.from().heard(23)).isEqualTo(question());
            stream.to().hears("pages to throw away");
            getsState(stream);
            stream.from().say("not held");
            stream.to().hears("not held");
        }
    }

    @Test
    void aQuestionIsPutBetweenTwoMessagesOfTheDestinations() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            byte[] pong = ReturnMessagesTest.message(2, 4).array();
            gates.source.prepareSwitch(gates.move, OF_A_DISKLESS_GUEST);
            stream.to().say(new byte[] {pong[0], pong[1], pong[2]});
            assertThat(stream.from().heard(3)).isEqualTo(new byte[] {pong[0], pong[1], pong[2]});
            sendsState(stream);
            getsState(stream);
            stream.from().hearsNothing();
            stream.to().say(new byte[] {pong[3], 0, 0, 0, 0});
            assertThat(stream.from().heard(5)).isEqualTo(new byte[] {pong[3], 0, 0, 0, 0});
            assertThat(stream.from().heard(23)).isEqualTo(question());
        }
    }

    @Test
    void nobodyElseAsksWhenTheDestinationHas() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            gates.source.prepareSwitch(gates.move, OF_A_DISKLESS_GUEST);
            byte[] own = ReturnMessagesTest.message(4, 12).array();
            stream.to().say(own);
            assertThat(stream.from().heard(own.length)).isEqualTo(own);
            sendsState(stream);
            getsState(stream);
            stream.from().hearsNothing();
        }
    }

    @Test
    void nobodyElseAsksWhenTheDestinationDoesWhileAQuestionWaits() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            byte[] own = ReturnMessagesTest.message(3, 12).array();
            gates.source.prepareSwitch(gates.move, OF_A_DISKLESS_GUEST);
            stream.to().say(Arrays.copyOf(own, 3));
            assertThat(stream.from().heard(3)).isEqualTo(Arrays.copyOf(own, 3));
            sendsState(stream);
            getsState(stream);
            stream.to().say(Arrays.copyOfRange(own, 3, own.length));
            assertThat(stream.from().heard(own.length - 3)).isEqualTo(Arrays.copyOfRange(own, 3, own.length));
            stream.from().hearsNothing();
        }
    }

    @Test
    void aStrictHoldAfterOneOfTheStateHoldsAll() throws Exception {
        try (TwoGates gates = TwoGates.open();
                TwoGates.Pair stream = gates.stream()) {
            gates.source.prepareSwitch(gates.move, BEHIND_DISKS);
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
            assertFails(() -> gates.source.prepareSwitch(gates.move, BEHIND_DISKS));
            assertFails(() -> gates.source.letFollow(gates.move));
        }
    }

    @Test
    void thereIsNoPageWithoutANameALengthOrAPlace() {
        assertThatThrownBy(() -> new PageRequest("", 0, 4096)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PageRequest("x".repeat(256), 0, 4096))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PageRequest("pc.ram", -1, 4096)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PageRequest("pc.ram", 0, 0)).isInstanceOf(IllegalArgumentException.class);
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

    /** {@code MIG_RP_MSG_REQ_PAGES_ID}, as QEMU's own destination writes it. */
    private static byte[] question() {
        return ByteBuffer.allocate(23)
                .putShort((short) 3)
                .putShort((short) 19)
                .putLong(0x2a63000)
                .putInt(4096)
                .put((byte) 6)
                .put("pc.ram".getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
