package org.vmturntable.libvirt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vmturntable.disk.Extent;
import org.vmturntable.disk.NbdClient;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;

/**
 * One disk of a running guest, as its QEMU shows it by the second monitor: its content by NBD, and by bitmaps what the guest writes.
 * The node becomes inactive when the guest stops for its switchover; all of this works then too, for which QEMU 10.0 or later is needed.
 *
 * <p>What was counted is in QEMU until it is known to have arrived: a process that takes the copy up from another finds all that the
 * destination may lack.
 *
 * @see "QEMU 10.0, docs/interop/bitmaps.rst, qapi/block-core.json, qapi/block-export.json"
 */
final class DiskNode implements AutoCloseable {
    /** By this a bitmap is known for one of ours. */
    private static final String OURS = "turntable-";

    private static final String ROUND = OURS + "round-";
    private static final String SINCE = OURS + "since-";
    /** Counts nothing: that it is there says that the other of this name has counted from the guest's first write on. */
    private static final String COMPLETE = OURS + "complete-";

    private final QemuMonitor monitor;
    private final BlockNodes nodes;
    private final String name;
    private final String node;
    private final NbdClient content;
    private final DirtyMap map;
    private final WriteLimit limit;
    private final List<String> unarrived = new ArrayList<>();
    private long round;

    private DiskNode(QemuMonitor monitor, Path server, String name, String node, NbdClient content) {
        this.monitor = monitor;
        this.nodes = new BlockNodes(monitor);
        this.name = name;
        this.node = node;
        this.content = content;
        this.map = new DirtyMap(monitor, server, node, name + "-map");
        this.limit = new WriteLimit(monitor, node);
    }

    /**
     * Offers a disk by QEMU's NBD server, which runs already, and begins to count what is written to it. If that fails, whatever was
     * counted before stays.
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
        try {
            disk.map.add(content.size());
            disk.beginRound();
            return disk;
        } catch (IOException e) {
            disk.letGo(e);
            throw e;
        }
    }

    /**
     * Counts what a guest writes from its first write on at the site to which it comes: all that it will have to take back. Such a count
     * is relied on only if QEMU still waited for the guest when it had begun.
     *
     * @throws IOException if it cannot be relied on: nothing is counted then
     */
    static void countSince(QemuMonitor monitor, VmId vm, MigrationId move) throws IOException {
        BlockNodes nodes = new BlockNodes(monitor);
        List<String> overlays = nodes.overlays(file -> file.contains("/" + vm + "-"));
        for (String node : overlays) {
            nodes.addBitmap(node, SINCE + move, false);
        }
        String status = monitor.execute("query-status", Map.of()).path("status").asText();
        if (!status.equals("inmigrate")) {
            for (String node : overlays) {
                nodes.removeBitmap(node, SINCE + move);
            }
            throw new IOException("what it wrote at first was not counted, for it is " + status + " already");
        }
        for (String node : overlays) {
            nodes.addBitmap(node, COMPLETE + move, true);
        }
    }

    private static String nodeOf(QemuMonitor monitor, String image) throws IOException {
        return new BlockNodes(monitor)
                .overlays(image::equals).stream()
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

    /** What was written since the guest came here with a move; empty if that was not counted from its first write on. */
    Optional<List<Extent>> writtenSince(String move) throws IOException {
        if (!nodes.bitmaps(node).containsAll(List.of(SINCE + move, COMPLETE + move))) {
            return Optional.empty();
        }
        List<Extent> since = map.marked(List.of(SINCE + move));
        map.clear();
        return Optional.of(since);
    }

    /**
     * What was written since this was asked last, or opened, and all that has not {@link #arrived} of what was told before. What is
     * written from now on counts for the next time.
     */
    List<Extent> written() throws IOException {
        String over = roundBitmap();
        round++;
        monitor.execute(
                "transaction",
                Map.of(
                        "actions",
                        List.of(
                                Map.of(
                                        "type",
                                        "block-dirty-bitmap-add",
                                        "data",
                                        BlockNodes.bitmap(node, roundBitmap(), false)),
                                Map.of(
                                        "type",
                                        "block-dirty-bitmap-disable",
                                        "data",
                                        Map.of("node", node, "name", over)))));
        unarrived.add(over);
        List<Extent> marked = map.marked(unarrived);
        map.clear();
        return marked;
    }

    /** All that was told as written is at the destination: nobody will ask for it again. */
    void arrived() throws IOException {
        for (String over : List.copyOf(unarrived)) {
            nodes.removeBitmap(node, over);
            unarrived.remove(over);
        }
    }

    /** What was written since {@link #written} was asked last, of a guest that has stopped for good: enough if what that told was sent. */
    List<Extent> lastSinceTold() throws IOException {
        return map.marked(List.of(roundBitmap()));
    }

    /** The same as {@link #written} when the guest has stopped for good. */
    List<Extent> lastWritten() throws IOException {
        List<String> last = new ArrayList<>(unarrived);
        last.add(roundBitmap());
        return map.marked(last);
    }

    /** All that any copy has counted and not ended: more than was written since the last round that has arrived. */
    List<Extent> everCounted() throws IOException {
        List<String> counted = rounds();
        if (counted.isEmpty()) {
            throw new IOException("Nothing is known of what the guest wrote last on " + node);
        }
        return map.marked(counted);
    }

    /** Holds the guest to little, until this is closed; the destination's QEMU has limits of its own. */
    void limitWrites(long bytesPerSecond) throws IOException {
        limit.set(bytesPerSecond);
    }

    /** Bitmaps that an earlier copy has left stay, and keep counting or not as they did; this one's numbers are above all of theirs. */
    private void beginRound() throws IOException {
        round = rounds().stream()
                .mapToLong(bitmap -> Long.parseLong(bitmap.substring(ROUND.length())) + 1)
                .max()
                .orElse(0);
        nodes.addBitmap(node, roundBitmap(), false);
    }

    private List<String> rounds() throws IOException {
        return nodes.bitmaps(node).stream()
                .filter(bitmap -> bitmap.startsWith(ROUND))
                .toList();
    }

    private String roundBitmap() {
        return ROUND + round;
    }

    /** Something that must be tried though another before it has failed. */
    private interface Step {
        void run() throws IOException;
    }

    private static void all(Step... steps) throws IOException {
        IOException met = null;
        for (Step step : steps) {
            try {
                step.run();
            } catch (IOException e) {
                met = joined(met, e);
            }
        }
        if (met != null) {
            throw met;
        }
    }

    private static IOException joined(@Nullable IOException first, IOException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }

    /** Offers it no more. What was counted stays in QEMU, for who sends what the destination lacks. */
    void letGo() throws IOException {
        content.close();
        all(limit::lift, () -> monitor.execute("block-export-del", Map.of("id", name, "mode", "hard")), map::remove);
    }

    private void letGo(IOException because) {
        try {
            letGo();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** Offers and counts no more; the guest goes on. What was counted since it came here stays. */
    @Override
    public void close() throws IOException {
        all(this::letGo, () -> {
            for (String bitmap : rounds()) {
                nodes.removeBitmap(node, bitmap);
            }
        });
    }
}
