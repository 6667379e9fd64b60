package org.vmturntable.testbed.demo.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.vmturntable.testbed.guest.GuestService;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.topology.Guest;

/** Tells the guest what to do, over its own TCP service, as any client can. */
public final class GuestOrders {
    private static final int PATIENCE_MILLIS = 10_000;
    /** Every block of a disk is read. */
    private static final int CHECK_MILLIS = 60_000;

    private final InetSocketAddress service;

    public GuestOrders(Guest guest) {
        this.service = new InetSocketAddress(guest.address().text(), GuestService.CHECK_PORT);
    }

    /** @throws HostException if the guest does not answer, or not with what was ordered */
    public void give(List<String> orders) {
        orders.forEach(this::give);
    }

    /** Asks the guest if it was carried faithfully; it looks through all of its memory, and through its disk. */
    public void requireFaithful(boolean disk) {
        try {
            GuestHealth health = memory();
            requireFaithful(health.faithful(), health.sentence());
            if (disk) {
                DiskHealth blocks = disk(DiskHealth.ORDER);
                requireFaithful(blocks.faithful(), blocks.sentence());
            }
        } catch (IOException silent) {
            throw new HostException("The guest cannot be asked about itself: " + silent.getMessage(), silent);
        }
    }

    /**
     * Ends its writing to its disk.
     *
     * @return how many blocks it has written since it booted, all of them flushed
     * @throws IOException if it does not answer, or has no disk
     */
    public long stopWriting() throws IOException {
        JsonNode answer = new ObjectMapper().readTree(answer("disk stop", PATIENCE_MILLIS));
        if (!answer.path("writes").isIntegralNumber()) {
            throw new IOException("the guest does not tell how much it has written: " + answer);
        }
        return answer.get("writes").asLong();
    }

    /**
     * Asks it to look through its memory.
     *
     * @throws IOException if it does not answer
     */
    public GuestHealth memory() throws IOException {
        return GuestHealth.ask(service);
    }

    /**
     * Asks it to look through its disk.
     *
     * @param order {@link DiskHealth#ORDER} or {@link DiskHealth#ADOPT}
     * @throws IOException if it does not answer, or has no disk
     */
    public DiskHealth disk(String order) throws IOException {
        return DiskHealth.parse(answer(order, CHECK_MILLIS));
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
