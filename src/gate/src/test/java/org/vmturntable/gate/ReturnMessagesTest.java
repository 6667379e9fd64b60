package org.vmturntable.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReturnMessagesTest {
    private static final int PONG = 2;

    @Property(tries = 200)
    void knowsAfterEachByteIfAMessageIsComplete(@ForAll @Size(max = 8) List<@IntRange(max = 40) Integer> lengths) {
        List<Integer> ends = new ArrayList<>();
        ByteBuffer all = ByteBuffer.allocate(8 * 44);
        for (int length : lengths) {
            all.put(message(PONG, length));
            ends.add(all.position());
        }
        all.flip();
        ReturnMessages messages = new ReturnMessages();
        assertThat(messages.isBetweenTwo()).isTrue();
        for (int i = 0; i < all.limit(); i++) {
            messages.follow(all.slice(i, 1));
            assertThat(messages.isBetweenTwo()).as("after byte " + i).isEqualTo(ends.contains(i + 1));
        }
        assertThat(messages.haveAsked()).isFalse();
    }

    @Property(tries = 100)
    void followsPartsOfAnyLengthAndTakesNothingOfThem(
            @ForAll @IntRange(max = 300) int length, @ForAll @IntRange(min = 1, max = 50) int atOnce) {
        ByteBuffer all = message(PONG, length);
        ReturnMessages messages = new ReturnMessages();
        for (int i = 0; i < all.limit(); i += atOnce) {
            ByteBuffer part = all.slice(i, Math.min(atOnce, all.limit() - i));
            int before = part.remaining();
            messages.follow(part);
            assertThat(part.remaining()).isEqualTo(before);
        }
        assertThat(messages.isBetweenTwo()).isTrue();
    }

    @Test
    void knowsThatPagesWereAskedForWithTheNameOfTheirMemoryOrWithout() {
        for (int type : List.of(3, 4)) {
            ReturnMessages messages = new ReturnMessages();
            messages.follow(message(PONG, 4));
            assertThat(messages.haveAsked()).isFalse();
            messages.follow(message(type, 12));
            assertThat(messages.haveAsked()).isTrue();
        }
    }

    @Test
    void takesTheMessagesOfThisSideForWhatTheyAre() {
        List<PageRequest> pages = List.of(new PageRequest("pc.ram", 0x2a63000, 4096), new PageRequest("x", 0, 1));
        ReturnMessages messages = new ReturnMessages();
        messages.follow(PageRequest.messages(pages));
        assertThat(messages.isBetweenTwo()).isTrue();
        assertThat(messages.haveAsked()).isTrue();
    }

    static ByteBuffer message(int type, int length) {
        return ByteBuffer.allocate(4 + length)
                .putShort((short) type)
                .putShort((short) length)
                .put(new byte[length])
                .flip();
    }
}
