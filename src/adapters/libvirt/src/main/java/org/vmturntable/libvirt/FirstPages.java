package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vmturntable.gate.PageRequest;

/**
 * The pages without which the destination's QEMU cannot run a guest that has switched by post-copy: it reads the rings of its virtio
 * devices when it takes in their state, and each ring was written to since it was copied. A page that it has to ask for costs a round
 * trip of blackout, or as much of it as goes by until the page's turn has come. Then come those that its processors need at once.
 *
 * @see "QEMU 10.0, hw/virtio/virtio.c: virtio_load; qapi/virtio.json: x-query-virtio-queue-status; hmp-commands.hx: gpa2hva; migration/ram.c: ram_save_queue_pages, ram_block_format; OASIS virtio 1.2, 2.7"
 */
final class FirstPages {
    /** As many as a device can have; QEMU refuses the first that a device does not have. */
    private static final int MOST_QUEUES = 1024;
    /** A megabyte at most, ten milliseconds of the path; most of it has not been written to since it was copied, and is not sent. */
    private static final int MOST_PAGES = 256;

    private static final int MOST_PAGES_OF_RINGS = MOST_PAGES / 2;

    private static final int PAGE_BYTES = ProcessorPages.PAGE_BYTES;
    private static final Pattern PLACE =
            Pattern.compile("Host virtual address for \\S+ \\((\\S+)\\) is 0x(\\p{XDigit}+)");

    private final QemuMonitor monitor;

    private FirstPages(QemuMonitor monitor) {
        this.monitor = monitor;
    }

    /** Where a page lies in its host's memory, and in which part of the guest's. */
    private record Place(String block, long address) {}

    /**
     * Those of a guest that runs, the most needed first; some ten questions per device and thirty per processor, of less than a
     * millisecond each.
     *
     * @throws IOException if QEMU does not tell, as one that was built without these questions
     */
    static List<PageRequest> of(QemuMonitor monitor) throws IOException {
        try {
            return new FirstPages(monitor).found();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private List<PageRequest> found() throws IOException {
        Optional<Place> first = place(0);
        if (first.isEmpty() || !hasSmallPages(first.get().block)) {
            return List.of();
        }
        Set<Long> wanted = new LinkedHashSet<>();
        rings().stream().limit(MOST_PAGES_OF_RINGS).forEach(wanted::add);
        wanted.addAll(ProcessorPages.of(this::human));
        List<PageRequest> pages = new ArrayList<>();
        for (long address : wanted.stream().limit(MOST_PAGES).toList()) {
            offset(address, first.get()).ifPresent(offset -> add(offset, first.get().block, pages));
        }
        return pages;
    }

    /** As one with the page before, if they touch. */
    private static void add(long offset, String block, List<PageRequest> pages) {
        int last = pages.size() - 1;
        if (last >= 0 && pages.get(last).offset() + pages.get(last).length() == offset) {
            PageRequest touched = pages.get(last);
            pages.set(last, new PageRequest(block, touched.offset(), touched.length() + PAGE_BYTES));
        } else {
            pages.add(new PageRequest(block, offset, PAGE_BYTES));
        }
    }

    /** QEMU's source ends itself if it is asked for less than a page of the memory's own, which may be huge. */
    private boolean hasSmallPages(String block) {
        return human("info ramblock")
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .anyMatch(words ->
                        words.length > 2 && words[0].equals(block) && words[1].equals("4") && words[2].equals("KiB"));
    }

    /** In the part of the guest's memory that begins there; empty if the address is not in that. */
    private Optional<Long> offset(long address, Place beginning) {
        return place(address)
                .filter(place -> place.block.equals(beginning.block))
                .map(place -> place.address - beginning.address)
                .filter(offset -> offset >= 0);
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
    private Optional<Place> place(long address) {
        Matcher told = PLACE.matcher(human("gpa2hva 0x" + Long.toHexString(address)));
        return told.find()
                ? Optional.of(new Place(told.group(1), Long.parseUnsignedLong(told.group(2), 16)))
                : Optional.empty();
    }

    /** @throws UncheckedIOException if QEMU does not answer */
    private String human(String question) {
        try {
            return monitor.execute("human-monitor-command", Map.of("command-line", question))
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
