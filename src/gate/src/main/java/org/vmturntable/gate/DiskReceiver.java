package org.vmturntable.gate;

import java.io.IOException;
import java.nio.channels.ByteChannel;

/** Takes one move's disks in at the destination. */
public interface DiskReceiver extends AutoCloseable {
    /**
     * Talks with the source until the stream ends; blocks for as long as that takes. May be called again, also while an earlier call
     * still waits for a stream that broke.
     *
     * @param fromSource reads and writes the stream's bytes; read returns -1 when the source has half closed it. When this method
     *     returns, the source sees the end of the stream; when it throws, it sees a broken one
     */
    void receive(ByteChannel fromSource) throws IOException;

    /** The move is over at this gate: whatever is held for it is given up. */
    @Override
    void close();
}
