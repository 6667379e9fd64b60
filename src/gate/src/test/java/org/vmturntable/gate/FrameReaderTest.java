package org.vmturntable.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final byte[] TWO_FRAMES = {0, 0, 0, 0, 2, 'a', 'b', 2, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 1, 5};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20})
    void readsFramesHoweverTheyAreCut(int atOnce) throws IOException {
        FrameReader frames = new FrameReader(inPieces(TWO_FRAMES, atOnce));
        assertThat(frames.next()).contains(FrameType.DATA);
        ByteBuffer data = ByteBuffer.allocate(3);
        for (ByteBuffer part = frames.part(); part.hasRemaining(); part = frames.part()) {
            data.put(part);
        }
        assertThat(data.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {'a', 'b'}));
        assertThat(frames.next()).contains(FrameType.HOLD);
        assertThat(frames.number()).isEqualTo(261);
        assertThat(frames.next()).isEmpty();
    }

    @Test
    void passesOverAPayloadThatNobodyReads() throws IOException {
        FrameReader frames = new FrameReader(inPieces(TWO_FRAMES, 3));
        assertThat(frames.next()).contains(FrameType.DATA);
        assertThat(frames.next()).contains(FrameType.HOLD);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6, 9, 19})
    void tellsABreakWithinAFrameFromAnEnd(int length) {
        FrameReader frames = new FrameReader(inPieces(Arrays.copyOf(TWO_FRAMES, length), 20));
        assertThatThrownBy(() -> {
                    while (frames.next().isPresent()) {
                        frames.part();
                    }
                })
                .isInstanceOf(EOFException.class);
    }

    @Test
    void refusesWhatIsNoFrame() {
        assertThatThrownBy(() -> new FrameReader(inPieces(new byte[] {99, 0, 0, 0, 0}, 5)).next())
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new FrameReader(inPieces(new byte[] {0, 127, 0, 0, 0}, 5)).next())
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new FrameReader(inPieces(new byte[] {0, -1, 0, 0, 0}, 5)).next())
                .isInstanceOf(IOException.class);
    }

    private static ReadableByteChannel inPieces(byte[] bytes, int atOnce) {
        ByteArrayInputStream left = new ByteArrayInputStream(bytes);
        ReadableByteChannel all = Channels.newChannel(left);
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                ByteBuffer piece = ByteBuffer.allocate(Math.min(atOnce, into.remaining()));
                int length = all.read(piece);
                into.put(piece.flip());
                return length;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() throws IOException {
                all.close();
            }
        };
    }
}
