package org.vmturntable.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;

/**
 * The orders as they stand on the control socket. An order names its {@code verb} and {@code move}; the answer is an object with
 * what was asked for, or with {@code error} (a failure's code) and {@code message}.
 */
final class GateOrders {
    private static final Logger log = LoggerFactory.getLogger(GateOrders.class);

    private final Gate gate;

    GateOrders(Gate gate) {
        this.gate = gate;
    }

    /** Answers one order; true if the connection is a pipe from here on. */
    boolean obey(JsonNode order, ControlLines caller) throws IOException {
        try {
            MigrationId move = MigrationId.parse(order.path("move").asText());
            if (order.path("verb").asText().equals("disk")) {
                gate.disk(move, caller.channel(), () -> answer(caller, answer()));
                return true;
            }
            caller.write(answer(order, move));
        } catch (GridException e) {
            log.info("Refused an order: {}", e.getMessage());
            caller.write(answer().put("error", e.code().name()).put("message", e.getMessage()));
        } catch (UncheckedIOException e) {
            throw new IOException("The caller has left", e);
        }
        return false;
    }

    private JsonNode answer(JsonNode order, MigrationId move) {
        String verb = order.path("verb").asText();
        switch (verb) {
            case "expect" -> {
                return expect(order, move);
            }
            case "listen" -> {
                return listening(gate.listen(move, destination(order), lease(order)));
            }
            case "open" -> {
                return listening(gate.open(move, destination(order), lease(order)));
            }
            case "state" -> {
                return answer().set("streams", ControlLines.JSON.valueToTree(gate.state(move)));
            }
            case "hold" -> gate.hold(move);
            case "switch" -> gate.prepareSwitch(move);
            case "follow" -> gate.letFollow(move);
            case "release" -> gate.release(move);
            case "pass-break" -> gate.passBreak(move);
            case "end" -> gate.end(move);
            default -> throw new GridException(FailureCode.REQUEST_MALFORMED, "There is no order " + verb);
        }
        return answer();
    }

    private JsonNode expect(JsonNode order, MigrationId move) {
        Expected expected = gate.expect(move, ticket(order), lease(order), order.path("disks"));
        return answer().put("ticket", expected.ticket().hex())
                .put("memoryPort", expected.memoryPort())
                .put("streamPort", expected.streamPort());
    }

    private static OutboundMove.Destination destination(JsonNode order) {
        InetSocketAddress peer = new InetSocketAddress(
                order.path("host").asText(), order.path("streamPort").asInt());
        return new OutboundMove.Destination(peer, order.path("memoryPort").asInt(), ticket(order));
    }

    private static JsonNode listening(InetSocketAddress listening) {
        return answer().put("host", listening.getAddress().getHostAddress()).put("port", listening.getPort());
    }

    private static Ticket ticket(JsonNode order) {
        return Ticket.parse(order.path("ticket").asText());
    }

    private static Duration lease(JsonNode order) {
        return Duration.ofSeconds(order.path("leaseSeconds").asLong());
    }

    private static void answer(ControlLines caller, JsonNode answer) {
        try {
            caller.write(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode answer() {
        return ControlLines.JSON.createObjectNode();
    }
}
