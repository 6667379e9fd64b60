package org.vmturntable.libvirt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.vmturntable.disk.Extent;
import org.vmturntable.disk.NbdClient;

/**
 * Tells which blocks a guest's dirty bitmaps have. They are copied into one on an empty node of its own: on the guest's they could not
 * be read once that is inactive, which happens at any moment.
 */
final class DirtyMap {
    private static final String COPY = "turntable-map";
    private static final Duration ACTIVATED_WITHIN = Duration.ofSeconds(5);

    private final QemuMonitor monitor;
    private final BlockNodes nodes;
    private final Path server;
    private final String guest;
    private final String name;
    private boolean clean = true;

    /**
     * @param server the NBD server's socket
     * @param guest the node that has the bitmaps
     * @param name of the empty node
     */
    DirtyMap(QemuMonitor monitor, Path server, String guest, String name) {
        this.monitor = monitor;
        this.nodes = new BlockNodes(monitor);
        this.server = server;
        this.guest = guest;
        this.name = name;
    }

    /** Makes the empty node, or takes over the one that an earlier process has left. */
    void add(long size) throws IOException {
        if (nodes.has(name)) {
            clear();
        } else {
            monitor.execute(
                    "blockdev-add", Map.of("driver", "null-co", "node-name", name, "size", size, "read-zeroes", true));
        }
    }

    /** The blocks that any of the guest's bitmaps has. {@link #clear} is to follow when there is time for it. */
    List<Extent> marked(List<String> bitmaps) throws IOException {
        if (!clean) {
            clear();
        }
        clean = false;
        // QEMU does them in their order, so nobody waits for one before giving the next
        var added = monitor.begin("block-dirty-bitmap-add", BlockNodes.bitmap(name, COPY, true));
        var merged = monitor.begin("block-dirty-bitmap-merge", merge(bitmaps));
        var exported = monitor.begin("block-export-add", export());
        QemuMonitor.await("bitmap", added);
        QemuMonitor.await("merge", merged);
        QemuMonitor.await("export", exported);
        String context = "qemu:dirty-bitmap:" + COPY;
        try (NbdClient client = NbdClient.connect(server, name, context)) {
            return read(client, context);
        }
    }

    private Map<String, Object> merge(List<String> bitmaps) {
        return Map.of(
                "node",
                name,
                "target",
                COPY,
                "bitmaps",
                bitmaps.stream().map(of -> Map.of("node", guest, "name", of)).toList());
    }

    private Map<String, Object> export() {
        return Map.of(
                "type",
                "nbd",
                "id",
                name,
                "name",
                name,
                "node-name",
                name,
                "bitmaps",
                List.of(COPY),
                "allow-inactive",
                true);
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
                monitor.execute("blockdev-set-active", Map.of("node-name", name, "active", true));
            }
        }
    }

    /** Removes what the last question, of this process or an earlier one, has left in QEMU. */
    void clear() throws IOException {
        boolean exported = BlockNodes.elements(monitor.execute("query-block-exports", Map.of()))
                .anyMatch(export -> export.path("id").asText().equals(name));
        if (exported) {
            monitor.execute("block-export-del", Map.of("id", name, "mode", "hard"));
        }
        if (nodes.bitmaps(name).contains(COPY)) {
            nodes.removeBitmap(name, COPY);
        }
        clean = true;
    }

    /** Removes the empty node too. */
    void remove() throws IOException {
        clear();
        nodes.remove(name);
    }
}
