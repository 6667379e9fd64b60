package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.vmturntable.disk.Extent;
import org.vmturntable.disk.NbdClient;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;

/**
 * One disk of a running guest, as its QEMU shows it by the second monitor: its content by NBD, and by bitmaps what the guest writes.
 * What is written is counted in blocks of {@value #GRANULARITY} bytes. The node becomes inactive when the guest stops for its
 * switchover; all of this works then too, for which QEMU 10.0 or later is needed.
 *
 * @see "QEMU 10.0, docs/interop/bitmaps.rst, qapi/block-core.json, qapi/block-export.json"
 */
final class DiskNode implements AutoCloseable {
    /** A page of the guest's cache; the default of 64 KiB would send sixteen times as much for scattered writes. */
    private static final int GRANULARITY = 4096;
    /** By this a bitmap is known for one of ours. */
    private static final String OURS = "turntable-";

    private static final String ROUND = OURS + "round-";
    private static final String SINCE = OURS + "since-";
    private static final List<String> LIMITS = List.of("bps", "bps_rd", "bps_wr", "iops", "iops_rd", "iops_wr");
    private static final Duration ACTIVATED_WITHIN = Duration.ofSeconds(5);
    private static final Duration FREED_WITHIN = Duration.ofSeconds(5);

    private final QemuMonitor monitor;
    private final Path sockets;
    private final String name;
    private final String node;
    private final NbdClient content;
    private long round;
    private Map<String, Object> limitsBefore = Map.of();

    private DiskNode(QemuMonitor monitor, Path sockets, String name, String node, NbdClient content) {
        this.monitor = monitor;
        this.sockets = sockets;
        this.name = name;
        this.node = node;
        this.content = content;
    }

    /**
     * Offers a disk by QEMU's NBD server, which runs already, and begins to count what is written to it.
     *
     * @param server the NBD server's socket
     * @param number unlike any other disk's of this guest
     * @param image the overlay, as the guest's definition names it
     */
    static DiskNode open(QemuMonitor monitor, Path server, int number, String image) throws IOException {
        String node = nodeOf(monitor, image);
        String name = OURS + "disk-" + number;
        monitor.execute(
                "block-export-add",
                Map.of(
                        "type",
                        "nbd",
                        "id",
                        name,
                        "name",
                        name,
                        "node-name",
                        node,
                        "allow-inactive",
                        true,
                        "allocation-depth",
                        true));
        NbdClient content = NbdClient.connect(server, name, "qemu:allocation-depth");
        DiskNode disk = new DiskNode(monitor, server, name, node, content);
        disk.addMap();
        disk.beginRound();
        return disk;
    }

    /** Counts what a guest writes from its first write on at the site to which it comes: all that it will have to take back. */
    static void countSince(QemuMonitor monitor, VmId vm, MigrationId move) throws IOException {
        List<String> overlays = overlays(monitor, file -> file.contains("/" + vm + "-"));
        for (String node : overlays) {
            monitor.execute(
                    "block-dirty-bitmap-add", Map.of("node", node, "name", SINCE + move, "granularity", GRANULARITY));
        }
    }

    private static List<String> overlays(QemuMonitor monitor, Predicate<String> wanted) throws IOException {
        return nodes(monitor)
                .filter(node -> node.path("drv").asText().equals("qcow2"))
                .filter(node -> wanted.test(node.path("file").asText()))
                .map(node -> node.path("node-name").asText())
                .toList();
    }

    private static String nodeOf(QemuMonitor monitor, String image) throws IOException {
        return overlays(monitor, image::equals).stream()
                .findFirst()
                .orElseThrow(() -> new IOException("QEMU has no disk " + image));
    }

    /** Where the disk's content can be read. */
    NbdClient content() {
        return content;
    }

    /** All that was ever written to the overlay. */
    List<Extent> own() throws IOException {
        return content.status("qemu:allocation-depth", depth -> depth == 1);
    }

    /** What was written since the guest came here with a move; empty if that was not counted. */
    Optional<List<Extent>> writtenSince(String move) throws IOException {
        return bitmaps().contains(SINCE + move) ? Optional.of(marked(List.of(SINCE + move))) : Optional.empty();
    }

    /** What was written since this was asked last, or opened. What is written from now on counts for the next time. */
    List<Extent> written() throws IOException {
        String over = roundBitmap();
        round++;
        monitor.execute(
                "transaction",
                Map.of(
                        "actions",
                        List.of(
                                Map.of("type", "block-dirty-bitmap-add", "data", bitmap(roundBitmap(), false)),
                                Map.of(
                                        "type",
                                        "block-dirty-bitmap-disable",
                                        "data",
                                        Map.of("node", node, "name", over)))));
        List<Extent> marked = marked(List.of(over));
        removeBitmap(over);
        return marked;
    }

    /** The same when the guest has stopped for good. */
    List<Extent> lastWritten() throws IOException {
        return marked(List.of(roundBitmap()));
    }

    /** All that any copy has counted and not ended: more than was written since the last round that has arrived. */
    List<Extent> everCounted() throws IOException {
        return marked(
                bitmaps().stream().filter(bitmap -> bitmap.startsWith(ROUND)).toList());
    }

    /**
     * Lets the guest write so much and no more, for as long as it is here; reading is free. A limit that it had before comes back
     * when this is closed; the destination's QEMU has its own.
     *
     * @see "QEMU 10.0, qapi/block-core.json: block_set_io_throttle"
     */
    void limitWrites(long bytesPerSecond) throws IOException {
        JsonNode device = device();
        if (limitsBefore.isEmpty()) {
            Map<String, Object> before = new HashMap<>();
            before.put("id", device.path("qdev").asText());
            LIMITS.forEach(limit ->
                    before.put(limit, device.path("inserted").path(limit).asLong()));
            limitsBefore = Map.copyOf(before);
        }
        Map<String, Object> now = new HashMap<>(limitsBefore);
        now.put("bps", 0);
        now.put("bps_wr", bytesPerSecond);
        monitor.execute("block_set_io_throttle", now);
    }

    private JsonNode device() throws IOException {
        return elements(monitor.execute("query-block", Map.of()))
                .filter(block ->
                        block.path("inserted").path("node-name").asText().equals(node))
                .findFirst()
                .orElseThrow(() -> new IOException("No device has the disk " + node));
    }

    /**
     * The blocks that any of some bitmaps has. They are copied into one on an empty node: on the guest's own it could not be read
     * once that is inactive, which happens at any moment.
     */
    private List<Extent> marked(List<String> bitmaps) throws IOException {
        String copy = OURS + "map";
        Map<String, Object> merge = Map.of(
                "node",
                map(),
                "target",
                copy,
                "bitmaps",
                bitmaps.stream().map(of -> Map.of("node", node, "name", of)).toList());
        var added = monitor.begin("block-dirty-bitmap-add", bitmap(map(), copy, true));
        var merged = monitor.begin("block-dirty-bitmap-merge", merge);
        var exported = monitor.begin(
                "block-export-add",
                Map.of(
                        "type", "nbd",
                        "id", map(),
                        "name", map(),
                        "node-name", map(),
                        "bitmaps", List.of(copy),
                        "allow-inactive", true));
        QemuMonitor.await("bitmap", added);
        QemuMonitor.await("merge", merged);
        QemuMonitor.await("export", exported);
        String context = "qemu:dirty-bitmap:" + copy;
        try (NbdClient client = NbdClient.connect(sockets, map(), context)) {
            return read(client, context);
        } finally {
            monitor.execute("block-export-del", Map.of("id", map(), "mode", "hard"));
            freed(() -> monitor.execute("block-dirty-bitmap-remove", Map.of("node", map(), "name", copy)));
        }
    }

    /** A node that is inactive does not tell; QEMU makes all of them so when the guest stops, this one too. */
    private List<Extent> read(NbdClient client, String context) throws IOException {
        long deadline = System.nanoTime() + ACTIVATED_WITHIN.toNanos();
        while (true) {
            try {
                return client.status(context, flags -> flags == 1);
            } catch (IOException inactive) {
                if (System.nanoTime() > deadline) {
                    throw inactive;
                }
                monitor.execute("blockdev-set-active", Map.of("node-name", map(), "active", true));
            }
        }
    }

    private void addMap() throws IOException {
        if (nodes().noneMatch(found -> found.path("node-name").asText().equals(map()))) {
            monitor.execute(
                    "blockdev-add",
                    Map.of("driver", "null-co", "node-name", map(), "size", content.size(), "read-zeroes", true));
        }
    }

    /** Bitmaps that an earlier copy has left stay, and keep counting or not as they did; this one's numbers are above all of theirs. */
    private void beginRound() throws IOException {
        round = bitmaps().stream()
                .filter(bitmap -> bitmap.startsWith(ROUND))
                .mapToLong(bitmap -> Long.parseLong(bitmap.substring(ROUND.length())) + 1)
                .max()
                .orElse(0);
        monitor.execute("block-dirty-bitmap-add", bitmap(roundBitmap(), false));
    }

    private Map<String, Object> bitmap(String bitmap, boolean disabled) {
        return bitmap(node, bitmap, disabled);
    }

    private static Map<String, Object> bitmap(String on, String bitmap, boolean disabled) {
        return Map.of("node", on, "name", bitmap, "granularity", GRANULARITY, "disabled", disabled);
    }

    private void removeBitmap(String bitmap) throws IOException {
        freed(() -> monitor.execute("block-dirty-bitmap-remove", Map.of("node", node, "name", bitmap)));
    }

    private List<String> bitmaps() throws IOException {
        return nodes().filter(found -> found.path("node-name").asText().equals(node))
                .flatMap(found -> elements(found.path("dirty-bitmaps")))
                .map(bitmap -> bitmap.path("name").asText())
                .toList();
    }

    private Stream<JsonNode> nodes() throws IOException {
        return nodes(monitor);
    }

    private static Stream<JsonNode> nodes(QemuMonitor monitor) throws IOException {
        return elements(monitor.execute("query-named-block-nodes", Map.of("flat", true)));
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private String roundBitmap() {
        return ROUND + round;
    }

    private String map() {
        return name + "-map";
    }

    /** What is done with something that an export may hold for some milliseconds after its end. */
    @FunctionalInterface
    private interface Removal {
        void run() throws IOException;
    }

    private static void freed(Removal removal) throws IOException {
        long deadline = System.nanoTime() + FREED_WITHIN.toNanos();
        while (true) {
            try {
                removal.run();
                return;
            } catch (IOException stillHeld) {
                if (System.nanoTime() > deadline) {
                    throw stillHeld;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Offers and counts no more; the guest goes on. What was counted since it came here stays. */
    @Override
    public void close() throws IOException {
        content.close();
        if (!limitsBefore.isEmpty()) {
            monitor.execute("block_set_io_throttle", limitsBefore);
        }
        monitor.execute("block-export-del", Map.of("id", name, "mode", "hard"));
        for (String bitmap : bitmaps()) {
            if (bitmap.startsWith(ROUND)) {
                removeBitmap(bitmap);
            }
        }
        freed(() -> monitor.execute("blockdev-del", Map.of("node-name", map())));
    }
}
