package org.vmturntable.gate;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all connections of the gate have in common. */
final class Sockets {
    /**
     * What a hypervisor's connection may hold that the gate has not read, in bytes: what stands in front of a guest's last pages
     * delays them. Set before connecting or listening, else it does not bound the window.
     */
    static final int LOCAL_BUFFER = 256 << 10;

    private static final Logger log = LoggerFactory.getLogger(Sockets.class);

    private Sockets() {}

    static void prompt(NetworkChannel channel) throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    /** The far end sees a broken connection, not the end of a stream. */
    static void reset(SocketChannel channel) {
        try {
            if (channel.isOpen() && channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            log.debug("A connection was already gone", e);
        }
        close(channel);
    }

    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("A connection was already gone", e);
        }
    }
}
