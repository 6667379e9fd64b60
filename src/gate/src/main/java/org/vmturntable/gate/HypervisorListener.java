package org.vmturntable.gate;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** Where a gate listens for its site's hypervisor: on 127.1.0.1 and on, where no hypervisor does, so that the port can be the destination's. */
final class HypervisorListener {
    private static final int ADDRESSES = 200;

    private HypervisorListener() {}

    /** @throws GridException {@code GATE_FAILED}; {@code GATE_FULL} if the port is taken on all addresses */
    static ServerSocketChannel open(int port) {
        try {
            for (int i = 1; i <= ADDRESSES; i++) {
                byte[] address = {127, 1, 0, (byte) i};
                Optional<ServerSocketChannel> listener =
                        listen(new InetSocketAddress(InetAddress.getByAddress(address), port));
                if (listener.isPresent()) {
                    return listener.get();
                }
            }
        } catch (IOException e) {
            throw new GridException(FailureCode.GATE_FAILED, "The gate cannot listen for the hypervisor", e);
        }
        throw new GridException(FailureCode.GATE_FULL, "Port " + port + " is taken on all of the gate's addresses");
    }

    private static Optional<ServerSocketChannel> listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, Sockets.LOCAL_BUFFER);
            channel.bind(address);
            return Optional.of(channel);
        } catch (BindException taken) {
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
