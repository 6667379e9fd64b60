package org.vmturntable.testbed.bench.downtime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.vmturntable.testbed.demo.probe.GuestHealth;
import org.vmturntable.testbed.guest.GuestService;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.topology.Guest;

/** Tells the guest what to do, over its own TCP service, as any client can. */
final class GuestOrders {
    private static final int PATIENCE_MILLIS = 10_000;

    private final InetSocketAddress service;

    GuestOrders(Guest guest) {
        this.service = new InetSocketAddress(guest.address().text(), GuestService.CHECK_PORT);
    }

    /** @throws HostException if the guest does not answer, or not with what was ordered */
    void give(List<String> orders) {
        orders.forEach(this::give);
    }

    /** Asks the guest if it was carried faithfully; it looks through all of its memory. */
    void requireFaithful() {
        GuestHealth health;
        try {
            health = GuestHealth.ask(service);
        } catch (IOException silent) {
            throw new HostException("The guest cannot be asked about its memory: " + silent.getMessage(), silent);
        }
        if (!health.faithful()) {
            throw new HostException("The guest was not carried faithfully: " + health.sentence());
        }
    }

    private void give(String order) {
        try (Socket socket = new Socket()) {
            socket.connect(service, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write((order + "\n").getBytes(US_ASCII));
            String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
            if (answer == null || answer.contains("error")) {
                throw new HostException("The guest answers '" + order + "' with: " + answer);
            }
        } catch (IOException silent) {
            throw new HostException(
                    "The guest does not take the order '" + order + "': " + silent.getMessage(), silent);
        }
    }
}
