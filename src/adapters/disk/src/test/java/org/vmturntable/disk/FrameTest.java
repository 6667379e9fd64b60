package org.vmturntable.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class FrameTest {
    private final ByteBuffer scratch = ByteBuffer.allocate(Frame.HEADER + Frame.LONGEST_PAYLOAD);

    @Property
    void arrivesAsItWasSent(
            @ForAll @IntRange(max = 255) int disk,
            @ForAll @LongRange(min = 0) long offset,
            @ForAll @Size(min = 1, max = 5000) byte[] data)
            throws IOException {
        Frame arrived = read(bytes(Frame.data(disk, offset, ByteBuffer.wrap(data))));
        assertThat(arrived.kind()).isEqualTo(Frame.Kind.DATA);
        assertThat(arrived.disk()).isEqualTo(disk);
        assertThat(arrived.at()).isEqualTo(offset);
        assertThat(arrived.payload()).isEqualTo(ByteBuffer.wrap(data));
    }

    @Property
    void isRefusedIfAnyByteOfItsDataIsAltered(
            @ForAll @Size(min = 1, max = 300) byte[] data, @ForAll @IntRange(max = 299) int at) throws IOException {
        byte[] sent = bytes(Frame.data(0, 0, ByteBuffer.wrap(data)));
        sent[Frame.HEADER + at % data.length] ^= 0x10;
        assertThatThrownBy(() -> read(sent)).isInstanceOf(IOException.class).hasMessageContaining("damaged");
    }

    @Property
    void isNotReadIfItsEndIsMissing(
            @ForAll @Size(min = 1, max = 300) byte[] data, @ForAll @IntRange(max = 299) int missing)
            throws IOException {
        byte[] sent = bytes(Frame.data(0, 0, ByteBuffer.wrap(data)));
        byte[] cut = java.util.Arrays.copyOf(sent, sent.length - 1 - missing % (sent.length - 1));
        assertThatThrownBy(() -> read(cut)).isInstanceOf(EOFException.class);
    }

    @Property
    void noiseIsNoFrame(@ForAll @Size(24) byte[] noise) {
        noise[0] = '?';
        assertThatThrownBy(() -> read(noise)).isInstanceOf(IOException.class).hasMessageContaining("no frame");
    }

    private byte[] bytes(Frame frame) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frame.write(channel(Channels.newChannel(new ByteArrayInputStream(new byte[0])), out), scratch);
        return out.toByteArray();
    }

    private Frame read(byte[] bytes) throws IOException {
        return Frame.read(
                channel(Channels.newChannel(new ByteArrayInputStream(bytes)), new ByteArrayOutputStream()), scratch);
    }

    private static ByteChannel channel(ReadableByteChannel in, ByteArrayOutputStream out) {
        return new ByteChannel() {
            @Override
            public int read(ByteBuffer to) throws IOException {
                return in.read(to);
            }

            @Override
            public int write(ByteBuffer from) {
                byte[] bytes = new byte[from.remaining()];
                from.get(bytes);
                out.writeBytes(bytes);
                return bytes.length;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }
}
