package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * QEMU's block nodes and their dirty bitmaps, by the second monitor. Every call asks QEMU, and fails with {@link IOException} if it
 * refuses or has ended.
 */
record BlockNodes(QemuMonitor monitor) {
    /** A page of the guest's cache; the default of 64 KiB would send sixteen times as much for scattered writes. */
    private static final int GRANULARITY = 4096;

    private static final Duration FREED_WITHIN = Duration.ofSeconds(5);

    /** Names of the qcow2 nodes whose file is as wanted. */
    List<String> overlays(Predicate<String> wanted) throws IOException {
        return all().filter(node -> node.path("drv").asText().equals("qcow2"))
                .filter(node -> wanted.test(node.path("file").asText()))
                .map(BlockNodes::name)
                .toList();
    }

    boolean has(String node) throws IOException {
        return all().map(BlockNodes::name).anyMatch(node::equals);
    }

    /** Names of a node's bitmaps; none if there is no such node. */
    List<String> bitmaps(String node) throws IOException {
        return all().filter(found -> name(found).equals(node))
                .flatMap(found -> elements(found.path("dirty-bitmaps")))
                .map(bitmap -> bitmap.path("name").asText())
                .toList();
    }

    /** A bitmap as QEMU is told of it. */
    static Map<String, Object> bitmap(String node, String bitmap, boolean disabled) {
        return Map.of("node", node, "name", bitmap, "granularity", GRANULARITY, "disabled", disabled);
    }

    void addBitmap(String node, String bitmap, boolean disabled) throws IOException {
        monitor.execute("block-dirty-bitmap-add", bitmap(node, bitmap, disabled));
    }

    void removeBitmap(String node, String bitmap) throws IOException {
        whenFree("block-dirty-bitmap-remove", Map.of("node", node, "name", bitmap));
    }

    void remove(String node) throws IOException {
        whenFree("blockdev-del", Map.of("node-name", node));
    }

    /** An export may hold something for some milliseconds after its end. */
    private void whenFree(String command, Map<String, ?> arguments) throws IOException {
        long deadline = System.nanoTime() + FREED_WITHIN.toNanos();
        while (true) {
            try {
                monitor.execute(command, arguments);
                return;
            } catch (IOException stillHeld) {
                if (System.nanoTime() > deadline || monitor.hasEnded()) {
                    throw stillHeld;
                }
                Thread.onSpinWait();
            }
        }
    }

    private Stream<JsonNode> all() throws IOException {
        return elements(monitor.execute("query-named-block-nodes", Map.of("flat", true)));
    }

    private static String name(JsonNode node) {
        return node.path("node-name").asText();
    }

    static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
