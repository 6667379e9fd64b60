package org.vmturntable.gate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Optional;

/** A link as plain bytes both ways. For one reader; any thread may write. */
final class DiskPipe implements ByteChannel {
    private final Link link;
    private ByteBuffer part = ByteBuffer.allocate(0);
    private boolean ended;

    DiskPipe(Link link) {
        this.link = link;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        while (!part.hasRemaining()) {
            if (ended) {
                return -1;
            }
            part = link.frames().part();
            if (!part.hasRemaining()) {
                nextFrame();
            }
        }
        int length = Math.min(into.remaining(), part.remaining());
        into.put(part.slice(part.position(), length));
        part.position(part.position() + length);
        return length;
    }

    private void nextFrame() throws IOException {
        Optional<FrameType> frame = link.frames().next();
        FrameType type = frame.orElseThrow(() -> new IOException("The stream broke"));
        switch (type) {
            case DATA -> part = link.frames().part();
            case END -> ended = true;
            default -> throw new IOException("A source's gate does not say " + type + " of disks");
        }
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int length = from.remaining();
        while (from.hasRemaining()) {
            ByteBuffer frame = from.slice(from.position(), Math.min(from.remaining(), FrameReader.LONGEST));
            from.position(from.position() + frame.remaining());
            link.send(FrameType.DATA, frame);
        }
        return length;
    }

    @Override
    public boolean isOpen() {
        return link.isOpen();
    }

    @Override
    public void close() {
        link.close();
    }
}
