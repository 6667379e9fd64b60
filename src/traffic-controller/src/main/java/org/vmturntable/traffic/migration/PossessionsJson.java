package org.vmturntable.traffic.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.Ticket;
import org.vmturntable.kernel.TokenId;
import org.vmturntable.traffic.guest.GatePass;
import org.vmturntable.traffic.lightpath.ReservedLightpath;
import org.vmturntable.traffic.migration.MigrationSagaJson.Fields;
import org.vmturntable.traffic.site.Landing;
import org.vmturntable.traffic.site.Room;

/** Possessions as JSON. */
final class PossessionsJson {
    private PossessionsJson() {}

    static ObjectNode write(ObjectMapper mapper, Possessions possessions) {
        ObjectNode node = mapper.createObjectNode().put("elementsSwitched", possessions.elementsSwitched());
        ArrayNode held = node.putArray("held");
        possessions.held().forEach(holding -> held.add(holding.name()));
        possessions.token().ifPresent(token -> node.put("token", token.toString()));
        possessions
                .room()
                .ifPresent(room -> node.putObject("room")
                        .put("port", room.port().toString())
                        .put("until", room.until().toString()));
        possessions.lightpath().ifPresent(path -> node.set("lightpath", lightpath(mapper, path)));
        possessions.landing().ifPresent(landing -> write(node.putObject("landing"), landing));
        return node;
    }

    private static void write(ObjectNode node, Landing landing) {
        node.put("control", landing.control().toString())
                .put("stream", landing.stream().toString());
        landing.gate()
                .ifPresent(pass -> node.putObject("gate")
                        .put("migration", pass.migration().toString())
                        .put("memoryPort", pass.memoryPort())
                        .put("streamPort", pass.streamPort())
                        .put("ticket", pass.ticket().hex()));
    }

    static Possessions read(Fields fields) {
        Set<Holding> held = fields.list("held").stream()
                .map(name -> Holding.valueOf(name.asText()))
                .collect(Collectors.toSet());
        return new Possessions(
                held,
                fields.within("room").map(room -> new Room(PortId.parse(room.text("port")), room.instant("until"))),
                fields.optional("token").map(TokenId::new),
                fields.within("lightpath").map(PossessionsJson::lightpath),
                Math.toIntExact(fields.number("elementsSwitched")),
                fields.within("landing").map(PossessionsJson::landing));
    }

    private static Landing landing(Fields fields) {
        return new Landing(
                URI.create(fields.text("control")),
                URI.create(fields.text("stream")),
                fields.within("gate").map(PossessionsJson::pass));
    }

    private static GatePass pass(Fields fields) {
        return new GatePass(
                MigrationId.parse(fields.text("migration")),
                Math.toIntExact(fields.number("memoryPort")),
                Math.toIntExact(fields.number("streamPort")),
                Ticket.parse(fields.text("ticket")));
    }

    private static ObjectNode lightpath(ObjectMapper mapper, ReservedLightpath path) {
        ObjectNode node = mapper.createObjectNode()
                .put("id", path.id().toString())
                .put("bitsPerSecond", path.bandwidth().bitsPerSecond())
                .put("roundTrip", path.roundTrip().toString())
                .put("until", path.until().toString());
        ArrayNode hops = node.putArray("hops");
        path.hops().forEach(hop -> hops.add(hop.toString()));
        return node;
    }

    private static ReservedLightpath lightpath(Fields fields) {
        return new ReservedLightpath(
                LightpathId.parse(fields.text("id")),
                fields.list("hops").stream()
                        .map(JsonNode::asText)
                        .map(PortId::parse)
                        .toList(),
                new Bandwidth(fields.number("bitsPerSecond")),
                Duration.parse(fields.text("roundTrip")),
                // a journal of before says none: then the room's end, which was the same, stands for it
                fields.optional("until").map(Instant::parse).orElse(Instant.MAX));
    }
}
