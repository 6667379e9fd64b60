package org.vmturntable.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One JSON object a line, either way. Reads no byte behind a line, for that may be a pipe's first. */
final class ControlLines {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 64 << 10;

    private final SocketChannel channel;

    ControlLines(SocketChannel channel) {
        this.channel = channel;
    }

    SocketChannel channel() {
        return channel;
    }

    /**
     * @return empty if the other side has nothing more to say
     * @throws IOException also if what comes is no line of JSON
     */
    Optional<JsonNode> next() throws IOException {
        ByteBuffer line = ByteBuffer.allocate(LONGEST);
        while (line.position() == 0 || line.get(line.position() - 1) != '\n') {
            if (!line.hasRemaining() || channel.read(line.limit(line.position() + 1)) < 0) {
                if (line.position() == 0) {
                    return Optional.empty();
                }
                throw new IOException("Not a line of JSON");
            }
            line.limit(line.capacity());
        }
        try {
            return Optional.of(JSON.readTree(line.array(), 0, line.position()));
        } catch (JsonProcessingException malformed) {
            // without the cause: it would quote the line, and there may be a ticket in it
            throw new IOException(
                    "Not a line of JSON at column " + malformed.getLocation().getColumnNr());
        }
    }

    void write(JsonNode message) throws IOException {
        ByteBuffer line = StandardCharsets.UTF_8.encode(JSON.writeValueAsString(message) + "\n");
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }
}
