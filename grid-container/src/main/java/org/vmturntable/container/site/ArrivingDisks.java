package org.vmturntable.container.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.disk.ArrivingDisk;
import org.vmturntable.disk.DeltaReceiver;
import org.vmturntable.gate.DiskReceiver;
import org.vmturntable.gate.DiskReceivers;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;

/** Takes the disks of guests in, in the gate's process: what is announced is what {@link #announcement} makes. */
public final class ArrivingDisks implements DiskReceivers {
    private static final Logger LOG = LoggerFactory.getLogger(ArrivingDisks.class);

    private final Path sockets;

    private ArrivingDisks(Path sockets) {
        this.sockets = sockets;
    }

    /** @throws GridException {@code GATE_FAILED} if there is no place for the sockets by which images are written */
    public static ArrivingDisks create() {
        try {
            // only its owner may enter
            return new ArrivingDisks(Files.createTempDirectory("turntable-gate-"));
        } catch (IOException e) {
            throw new GridException(FailureCode.GATE_FAILED, "No temporary folder: " + e.getMessage(), e);
        }
    }

    /** What the gate is to be told of disks. */
    static JsonNode announcement(List<ArrivingDisk> disks) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        disks.forEach(disk -> list.addObject()
                .put("overlay", disk.overlay().toString())
                .put("base", disk.base().toString())
                .put("baseAsHypervisorSeesIt", disk.baseAsHypervisorSeesIt())
                .put("size", disk.size()));
        return list;
    }

    @Override
    public DiskReceiver expect(MigrationId move, JsonNode disks, Runnable letGo) {
        List<ArrivingDisk> arriving = new ArrayList<>();
        for (JsonNode disk : disks) {
            arriving.add(new ArrivingDisk(
                    Path.of(disk.path("overlay").asText()),
                    Path.of(disk.path("base").asText()),
                    disk.path("baseAsHypervisorSeesIt").asText(),
                    disk.path("size").asLong()));
        }
        return new Receiver(move, new DeltaReceiver(arriving, sockets, move.toString(), letGo));
    }

    /** One move's. */
    private record Receiver(MigrationId move, DeltaReceiver delta) implements DiskReceiver {
        @Override
        public void receive(ByteChannel fromSource) throws IOException {
            delta.receive(fromSource);
        }

        @Override
        public void close() {
            try {
                delta.close();
            } catch (IOException e) {
                LOG.warn("What wrote the disks of migration {} did not end well: {}", move, e.getMessage());
            }
        }
    }
}
