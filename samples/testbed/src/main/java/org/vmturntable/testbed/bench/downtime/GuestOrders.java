package org.vmturntable.testbed.bench.downtime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.vmturntable.testbed.demo.probe.DiskHealth;
import org.vmturntable.testbed.demo.probe.GuestHealth;
import org.vmturntable.testbed.guest.GuestService;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.topology.Guest;

/** Tells the guest what to do, over its own TCP service, as any client can. */
final class GuestOrders {
    private static final int PATIENCE_MILLIS = 10_000;
    /** Every block of a disk is read. */
    private static final int CHECK_MILLIS = 60_000;

    private final InetSocketAddress service;

    GuestOrders(Guest guest) {
        this.service = new InetSocketAddress(guest.address().text(), GuestService.CHECK_PORT);
    }

    /** @throws HostException if the guest does not answer, or not with what was ordered */
    void give(List<String> orders) {
        orders.forEach(this::give);
    }

    /** Asks the guest if it was carried faithfully; it looks through all of its memory, and through its disk. */
    void requireFaithful(boolean disk) {
        try {
            GuestHealth health = GuestHealth.ask(service);
            requireFaithful(health.faithful(), health.sentence());
            if (disk) {
                DiskHealth blocks = DiskHealth.parse(answer(DiskHealth.ORDER, CHECK_MILLIS));
                requireFaithful(blocks.faithful(), blocks.sentence());
            }
        } catch (IOException silent) {
            throw new HostException("The guest cannot be asked about itself: " + silent.getMessage(), silent);
        }
    }

    private static void requireFaithful(boolean faithful, String sentence) {
        if (!faithful) {
            throw new HostException("The guest was not carried faithfully: " + sentence);
        }
    }

    private void give(String order) {
        try {
            String answer = answer(order, PATIENCE_MILLIS);
            if (answer.contains("\"error\"")) {
                throw new HostException("The guest answers '" + order + "' with: " + answer);
            }
        } catch (IOException silent) {
            throw new HostException(
                    "The guest does not take the order '" + order + "': " + silent.getMessage(), silent);
        }
    }

    private String answer(String order, int millis) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(service, PATIENCE_MILLIS);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write((order + "\n").getBytes(US_ASCII));
            String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
            if (answer == null) {
                throw new IOException("the guest ended the session without an answer");
            }
            return answer;
        }
    }
}
