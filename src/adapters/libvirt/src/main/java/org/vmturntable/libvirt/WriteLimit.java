package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lets a guest write so much to a disk and no more, until this is lifted; reading is free. The limits that the disk had before are kept
 * in QEMU itself, as the name of a bitmap that counts nothing: so they come back also when the process ends that had set this.
 *
 * @see "QEMU 10.0, qapi/block-core.json: block_set_io_throttle"
 */
final class WriteLimit {
    private static final List<String> LIMITS = List.of("bps", "bps_rd", "bps_wr", "iops", "iops_rd", "iops_wr");
    private static final String BEFORE = "turntable-limits";

    private final QemuMonitor monitor;
    private final BlockNodes nodes;
    private final String node;

    /** @param node the disk's topmost */
    WriteLimit(QemuMonitor monitor, String node) {
        this.monitor = monitor;
        this.nodes = new BlockNodes(monitor);
        this.node = node;
    }

    /** @param bytesPerSecond positive */
    void set(long bytesPerSecond) throws IOException {
        JsonNode device = device();
        if (note().isEmpty()) {
            nodes.addBitmap(node, noteOf(device.path("inserted")), true);
        }
        Map<String, Object> limits = new HashMap<>(before(note().orElseThrow()));
        limits.put("bps", 0L);
        limits.put("bps_wr", bytesPerSecond);
        throttle(device, limits);
    }

    /** Gives the disk back the limits that it had; does nothing if it was not held. */
    void lift() throws IOException {
        Optional<String> note = note();
        if (note.isPresent()) {
            throttle(device(), before(note.get()));
            nodes.removeBitmap(node, note.get());
        }
    }

    private void throttle(JsonNode device, Map<String, Object> limits) throws IOException {
        Map<String, Object> arguments = new HashMap<>(limits);
        arguments.put("id", device.path("qdev").asText());
        monitor.execute("block_set_io_throttle", arguments);
    }

    private Optional<String> note() throws IOException {
        return nodes.bitmaps(node).stream()
                .filter(name -> name.startsWith(BEFORE))
                .findFirst();
    }

    private static String noteOf(JsonNode inserted) {
        return LIMITS.stream()
                .map(limit -> inserted.path(limit).asText("0"))
                .collect(Collectors.joining("-", BEFORE + "-", ""));
    }

    private static Map<String, Object> before(String note) {
        List<String> values =
                new ArrayList<>(List.of(note.substring(BEFORE.length() + 1).split("-", -1)));
        Map<String, Object> before = new HashMap<>();
        LIMITS.forEach(limit -> before.put(limit, Long.valueOf(values.remove(0))));
        return before;
    }

    private JsonNode device() throws IOException {
        return BlockNodes.elements(monitor.execute("query-block", Map.of()))
                .filter(block ->
                        block.path("inserted").path("node-name").asText().equals(node))
                .findFirst()
                .orElseThrow(() -> new IOException("No device has the disk " + node));
    }
}
