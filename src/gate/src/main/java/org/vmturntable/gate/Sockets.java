package org.vmturntable.gate;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
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

    /** While nothing is on its way the far end is asked for signs of life; the connection breaks if there is none for that long. */
    static void watch(NetworkChannel channel, Duration patience) {
        int unit = (int) Math.max(1, patience.toSeconds() / 6);
        Map.of(
                        ExtendedSocketOptions.TCP_KEEPIDLE,
                        3 * unit,
                        ExtendedSocketOptions.TCP_KEEPINTERVAL,
                        unit,
                        ExtendedSocketOptions.TCP_KEEPCOUNT,
                        3)
                .forEach((option, value) -> set(channel, option, value));
        set(channel, StandardSocketOptions.SO_KEEPALIVE, true);
    }

    static void leaveAlone(NetworkChannel channel) {
        set(channel, StandardSocketOptions.SO_KEEPALIVE, false);
    }

    private static <T> void set(NetworkChannel channel, SocketOption<T> option, T value) {
        try {
            channel.setOption(option, value);
        } catch (IOException e) {
            log.debug("A connection was already gone", e);
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
