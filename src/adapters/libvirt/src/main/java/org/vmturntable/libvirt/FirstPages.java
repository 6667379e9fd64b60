package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vmturntable.gate.PageRequest;

/**
 * The pages without which the destination's QEMU cannot run a guest that has switched by post-copy: it reads the rings of its virtio
 * devices when it takes in their state, and each ring was written to since it was copied. A page that it has to ask for costs a round
 * trip of blackout, or as much of it as goes by until the page's turn has come.
 *
 * @see "QEMU 10.0, hw/virtio/virtio.c: virtio_load; qapi/virtio.json: x-query-virtio-queue-status; hmp-commands.hx: gpa2hva; OASIS virtio 1.2, 2.7"
 */
final class FirstPages {
    /** As many as a device can have; QEMU refuses the first that a device does not have. */
    private static final int MOST_QUEUES = 1024;
    /** Enough for a guest of some twenty devices, and a burst of no more than a millisecond. */
    private static final int MOST_PAGES = 200;

    private static final int PAGE_BYTES = 4096;
    private static final Pattern PLACE =
            Pattern.compile("Host virtual address for \\S+ \\((\\S+)\\) is 0x(\\p{XDigit}+)");

    private final QemuMonitor monitor;

    private FirstPages(QemuMonitor monitor) {
        this.monitor = monitor;
    }

    /** Where a page lies in its host's memory, and in which part of the guest's. */
    private record Place(String block, long address) {}

    /**
     * Those of a guest that runs; some ten questions per device, of less than a millisecond each.
     *
     * @throws IOException if QEMU does not tell, as one that was built without these questions
     */
    static List<PageRequest> of(QemuMonitor monitor) throws IOException {
        return new FirstPages(monitor).found();
    }

    private List<PageRequest> found() throws IOException {
        Optional<Place> first = place(0);
        if (first.isEmpty()) {
            return List.of();
        }
        Map<Long, PageRequest> pages = new TreeMap<>();
        for (long address : rings()) {
            place(address)
                    .filter(place -> place.block.equals(first.get().block))
                    .map(place -> place.address - first.get().address)
                    .filter(offset -> offset >= 0)
                    .map(offset -> offset - offset % PAGE_BYTES)
                    .ifPresent(offset -> pages.put(offset, new PageRequest(first.get().block, offset, PAGE_BYTES)));
        }
        return pages.values().stream().limit(MOST_PAGES).toList();
    }

    /** A part of a queue, and how long that is. */
    private enum Ring {
        DESCRIPTORS("vring-desc", 16, 0),
        AVAILABLE("vring-avail", 2, 6),
        USED("vring-used", 8, 6);

        private final String field;
        private final int bytesPerEntry;
        private final int bytesBeside;

        Ring(String field, int bytesPerEntry, int bytesBeside) {
            this.field = field;
            this.bytesPerEntry = bytesPerEntry;
            this.bytesBeside = bytesBeside;
        }

        /** Adds the addresses of the pages in which it lies, if the guest uses it. */
        void addPages(JsonNode queue, List<Long> pages) {
            long from = queue.path(field).asLong();
            long to = from + (long) bytesPerEntry * queue.path("vring-num").asLong() + bytesBeside;
            for (long page = from - from % PAGE_BYTES; from != 0 && page < to; page += PAGE_BYTES) {
                pages.add(page);
            }
        }
    }

    /** Addresses in the guest's memory, of pages. */
    private List<Long> rings() throws IOException {
        List<Long> rings = new ArrayList<>();
        for (JsonNode device : monitor.execute("x-query-virtio", Map.of())) {
            String path = device.path("path").asText();
            Optional<JsonNode> queue = queue(path, 0);
            for (int next = 1; queue.isPresent() && next < MOST_QUEUES; next++) {
                for (Ring ring : Ring.values()) {
                    ring.addPages(queue.get(), rings);
                }
                queue = queue(path, next);
            }
        }
        return rings;
    }

    /** Empty if the device has no such queue. */
    private Optional<JsonNode> queue(String device, int number) {
        try {
            return Optional.of(monitor.execute("x-query-virtio-queue-status", Map.of("path", device, "queue", number)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Empty if the address is not one of memory. */
    private Optional<Place> place(long address) throws IOException {
        String answer = monitor.execute(
                        "human-monitor-command", Map.of("command-line", "gpa2hva 0x" + Long.toHexString(address)))
                .asText();
        Matcher told = PLACE.matcher(answer);
        return told.find()
                ? Optional.of(new Place(told.group(1), Long.parseUnsignedLong(told.group(2), 16)))
                : Optional.empty();
    }
}
