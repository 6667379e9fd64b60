package org.vmturntable.traffic.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestDisk;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.migration.MigrationSagaJson.Fields;

/** An order as JSON. */
final class OrderJson {
    private OrderJson() {}

    static ObjectNode write(ObjectMapper mapper, MigrationOrder order) {
        ObjectNode node = mapper.createObjectNode()
                .put("id", order.id().toString())
                .put("caller", order.caller())
                .put("from", order.from().toString())
                .put("to", order.to().toString())
                .put("bitsPerSecond", order.bandwidth().bitsPerSecond())
                .put("epoch", order.epoch())
                .put("asked", order.asked().toString());
        order.requestId().ifPresent(request -> node.put("requestId", request));
        node.set("guest", guest(mapper, order.guest()));
        PlannedJson.write(mapper, order.planned(), node);
        return node;
    }

    static MigrationOrder read(Fields fields) {
        return new MigrationOrder(
                MigrationId.parse(fields.text("id")),
                fields.optional("requestId"),
                fields.text("caller"),
                guest(fields.in("guest")),
                new SiteId(fields.text("from")),
                new SiteId(fields.text("to")),
                new Bandwidth(fields.number("bitsPerSecond")),
                fields.number("epoch"),
                PlannedJson.read(fields),
                fields.instant("asked"));
    }

    private static ObjectNode guest(ObjectMapper mapper, Guest guest) {
        ObjectNode node = mapper.createObjectNode()
                .put("id", guest.id().toString())
                .put("name", guest.name())
                .put("state", guest.state().name())
                .put("memoryBytes", guest.memory().value())
                .put("virtualCpus", guest.virtualCpus());
        addAll(node.putArray("macAddresses"), guest.macAddresses());
        addAll(node.putArray("addresses"), guest.addresses());
        ArrayNode disks = node.putArray("disks");
        guest.disks().forEach(disk -> disks.add(disk(mapper, disk)));
        return node;
    }

    private static Guest guest(Fields fields) {
        return new Guest(
                VmId.parse(fields.text("id")),
                fields.text("name"),
                GuestState.valueOf(fields.text("state")),
                new Bytes(fields.number("memoryBytes")),
                Math.toIntExact(fields.number("virtualCpus")),
                texts(fields.list("macAddresses")),
                texts(fields.list("addresses")),
                // earlier versions moved none
                fields.list("disks").stream()
                        .map(disk -> disk(new Fields(disk)))
                        .toList(),
                Optional.empty());
    }

    private static ObjectNode disk(ObjectMapper mapper, GuestDisk disk) {
        return mapper.createObjectNode()
                .put("target", disk.target())
                .put("sizeBytes", disk.size().value())
                .put("base", disk.base())
                .put("writtenBytes", disk.written().value());
    }

    private static GuestDisk disk(Fields fields) {
        return new GuestDisk(
                fields.text("target"),
                new Bytes(fields.number("sizeBytes")),
                fields.text("base"),
                new Bytes(fields.number("writtenBytes")));
    }

    private static void addAll(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static List<String> texts(List<JsonNode> nodes) {
        return nodes.stream().map(JsonNode::asText).toList();
    }
}
