package org.vmturntable.testbed.demo.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * The guest's own word on itself, after it has looked through its pattern-filled memory and its kernel's log.
 *
 * @param intact every page holds what was last written to it
 * @param kernelHealthy not tainted, no complaint in its log, its clock never went back
 */
public record GuestHealth(boolean intact, boolean kernelHealthy, long pages, long badPages, String complaint) {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 30_000;

    /**
     * Asks the guest; takes as long as the guest needs to look through its memory.
     *
     * @throws IOException if it does not answer, or not in its form
     */
    public static GuestHealth ask(InetSocketAddress guest) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(guest, CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write("check\n".getBytes(US_ASCII));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
            if (line == null) {
                throw new IOException("the guest ended the check without an answer");
            }
            return parse(line);
        }
    }

    static GuestHealth parse(String line) throws IOException {
        try {
            JsonNode answer = new ObjectMapper().readTree(line);
            if (!answer.path("intact").isBoolean()
                    || !answer.path("kernelHealthy").isBoolean()) {
                throw new IOException("the guest's answer to the check is not understood: " + line);
            }
            return new GuestHealth(
                    answer.get("intact").booleanValue(),
                    answer.get("kernelHealthy").booleanValue(),
                    answer.path("pages").asLong(),
                    answer.path("badPages").asLong(),
                    answer.path("complaint").asText(""));
        } catch (JsonProcessingException broken) {
            throw new IOException("the guest's answer to the check is not understood: " + line, broken);
        }
    }

    /** True if the memory was carried faithfully and the kernel goes on as if nothing had happened. */
    public boolean faithful() {
        return intact && kernelHealthy;
    }

    public String sentence() {
        if (faithful()) {
            return "memory intact (" + pages + " pages checked by the guest), kernel healthy";
        }
        return badPages + " of " + pages + " pages are wrong"
                + (kernelHealthy ? "" : ", the kernel complains: " + complaint);
    }
}
