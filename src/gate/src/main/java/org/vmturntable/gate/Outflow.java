package org.vmturntable.gate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Takes what comes from a local connection, and sends it over a link. Holds one frame at most. */
final class Outflow implements Runnable {
    private final SocketChannel local;
    private final Link link;
    private final Ends ends;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();

    private volatile @Nullable Pause pause;

    /** Where the flow pauses, and what for. */
    private record Pause(PackagedState place, Runnable reached) {}

    /** How the flow may end; each is called once at most, and only one of them. */
    interface Ends {
        /** The local side will say no more, and the far gate has been told. */
        void localEnded();

        /** The local connection broke, or ended when the link had gone already. */
        void localLost();

        /** The link broke. What the local side says stays with it from now on, but for what was just read. */
        void linkLost();
    }

    Outflow(SocketChannel local, Link link, Ends ends) {
        this.local = local;
        this.link = link;
        this.ends = ends;
    }

    long read() {
        return read.get();
    }

    long sent() {
        return sent.get();
    }

    @Override
    public void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(FrameReader.LONGEST);
        while (true) {
            int length;
            try {
                length = local.read(buffer.clear());
            } catch (IOException e) {
                ends.localLost();
                return;
            }
            if (length < 0) {
                end();
                return;
            }
            if (!send(buffer.flip())) {
                ends.linkLost();
                return;
            }
        }
    }

    /**
     * Has the flow pause, once, behind the state of the guest's devices, if that is not read yet.
     *
     * @param reached goes on for as long as the pause is to last
     */
    void pauseBehindState(Runnable reached) {
        pause = new Pause(new PackagedState(PackagedState.Place.END), reached);
    }

    private boolean send(ByteBuffer data) {
        Pause next = pause;
        if (next == null) {
            return sendOn(data);
        }
        int length = next.place.passable(data);
        ByteBuffer before = data.slice(data.position(), length);
        data.position(data.position() + length);
        if (!sendOn(before)) {
            return false;
        }
        if (next.place.isFound()) {
            pause = null;
            next.reached.run();
        }
        return sendOn(data);
    }

    private boolean sendOn(ByteBuffer data) {
        if (!data.hasRemaining()) {
            return true;
        }
        long length = data.remaining();
        read.addAndGet(length);
        try {
            link.send(FrameType.DATA, data);
        } catch (IOException e) {
            return false;
        }
        sent.addAndGet(length);
        return true;
    }

    private void end() {
        try {
            link.send(FrameType.END);
            ends.localEnded();
        } catch (IOException e) {
            ends.localLost();
        }
    }
}
