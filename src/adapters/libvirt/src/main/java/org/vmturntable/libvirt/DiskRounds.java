package org.vmturntable.libvirt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.disk.DeltaSender;
import org.vmturntable.disk.Extent;
import org.vmturntable.kernel.VmId;

/** What is to be sent of a guest's disks, looked for and sent round by round. For one thread, but that any may ask for the figures. */
final class DiskRounds {
    private static final Logger log = LoggerFactory.getLogger(DiskRounds.class);

    /** So much is read and sent within some ten milliseconds. */
    private static final long LITTLE = 1L << 20;
    /** Bytes per second, per disk: a write now and then, so that a guest whose move is led no further does not stand still. */
    private static final long HARDLY_ANYTHING = 64 << 10;
    /** A round that leaves more than so much of what the one before left is one too many: the guest writes as fast as rounds copy. */
    private static final double WORTH_ANOTHER_ROUND = 0.7;

    private static final int MOST_ROUNDS_BEFORE_THE_SWITCH = 4;

    private final VmId vm;
    private final QemuMonitor monitor;
    private final NbdServer server;
    private final List<String> images;
    private final DiskLink link;
    private final AtomicLong found = new AtomicLong();
    private final AtomicInteger rounds = new AtomicInteger();
    private List<DiskNode> disks = List.of();

    /** One disk's changes. */
    private record Changes(int disk, List<Extent> parts) {}

    /** What is asked of each disk. */
    @FunctionalInterface
    interface Question {
        List<Extent> ask(DiskNode disk) throws IOException;
    }

    /** @param images the guest's overlays, as its definition names them, in the order in which the destination knows them */
    DiskRounds(VmId vm, QemuMonitor monitor, NbdServer server, List<String> images, DiskLink link) {
        this.vm = vm;
        this.monitor = monitor;
        this.server = server;
        this.images = List.copyOf(images);
        this.link = link;
    }

    /** Has QEMU offer the disks and count what is written to them, if it does not yet. */
    void open() throws IOException {
        if (!disks.isEmpty()) {
            return;
        }
        List<DiskNode> opened = new ArrayList<>();
        try {
            server.start(monitor);
            for (int i = 0; i < images.size(); i++) {
                opened.add(DiskNode.open(monitor, server.socket(), i, images.get(i)));
            }
            disks = List.copyOf(opened);
        } finally {
            if (disks.isEmpty()) {
                end(opened, DiskNode::letGo);
            }
        }
    }

    /** Sends all that the destination lacks of each disk when nothing has been sent yet. */
    void sendBeginnings() throws IOException {
        List<Changes> beginnings = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            Optional<String> left = link.sender().leftWith(i);
            Optional<List<Extent>> since = left.isPresent() ? disks.get(i).writtenSince(left.get()) : Optional.empty();
            link.sender().begin(i, since.isPresent());
            List<Extent> parts = since.isPresent() ? since.get() : disks.get(i).own();
            log.info("Disk {} of VM {}: {} bytes to copy", i, vm, Extent.total(parts));
            beginnings.add(new Changes(i, parts));
        }
        send(beginnings);
        link.sender().endRound();
    }

    /** Sends what was written since the last time; returns how many bytes that was. */
    long sendRound() throws IOException {
        List<Changes> changes = changes(DiskNode::written);
        send(changes);
        link.sender().endRound();
        for (DiskNode disk : disks) {
            disk.arrived();
        }
        return total(changes);
    }

    /** Sends rounds for as long as each leaves clearly less than the one before. */
    void converge() throws IOException {
        long before = Long.MAX_VALUE;
        long left = sendRound();
        while (left > LITTLE && left < before * WORTH_ANOTHER_ROUND) {
            before = left;
            left = sendRound();
        }
    }

    /** Leaves next to nothing to send after the stop. A guest that writes too much for that is held to little until it has moved. */
    void settle() throws IOException {
        long left = sendRound();
        for (int i = 0; left > LITTLE && i < MOST_ROUNDS_BEFORE_THE_SWITCH; i++) {
            for (DiskNode disk : disks) {
                disk.limitWrites(LITTLE);
            }
            left = sendRound();
        }
    }

    /**
     * Holds the guest's writes, and sends what was written before; does not wait until it is there. So next to nothing is left to
     * be read, sent and written when the guest stands still.
     */
    void hush() throws IOException {
        for (DiskNode disk : disks) {
            disk.limitWrites(HARDLY_ANYTHING);
        }
        send(changes(DiskNode::written));
        link.sender().endRoundAhead();
    }

    /**
     * Sends the last round, over a new stream if need be, and waits until all of the disks lies on the destination's.
     *
     * @param onceSent called when it is sent, or had been
     */
    void sendLast(Question rest, Runnable onceSent) throws IOException {
        if (!link.isOpen()) {
            link.open();
            if (link.sender().areWhole()) {
                onceSent.run();
                return; // only the answer was lost
            }
        }
        open();
        List<Changes> changes = changes(rest);
        send(changes);
        DeltaSender sender = link.sender();
        sender.endLastRound();
        onceSent.run();
        log.info("The last {} bytes of the disks of VM {} are on their way", total(changes), vm);
        sender.awaitDurable();
    }

    private List<Changes> changes(Question question) throws IOException {
        List<Changes> changes = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            changes.add(new Changes(i, question.ask(disks.get(i))));
        }
        return changes;
    }

    private void send(List<Changes> changes) throws IOException {
        found.addAndGet(total(changes));
        rounds.incrementAndGet();
        for (Changes change : changes) {
            link.sender().send(change.disk, disks.get(change.disk).content(), change.parts);
        }
    }

    private static long total(List<Changes> changes) {
        return changes.stream().mapToLong(change -> Extent.total(change.parts)).sum();
    }

    /** Bytes that were found to be sent so far. */
    long found() {
        return found.get();
    }

    /** How often it has been looked what is to be sent. */
    int count() {
        return rounds.get();
    }

    /** Reads no more, and leaves everything to QEMU. */
    void hangUp() {
        disks.forEach(disk -> disk.content().close());
        disks = List.of();
    }

    /** Takes back from QEMU what this needed, but what was counted: that is still needed. */
    void letGo() {
        end(disks, DiskNode::letGo);
    }

    /** Takes everything back from QEMU. */
    void giveBack() {
        end(disks, DiskNode::close);
    }

    /** How one disk is left. */
    private interface Ending {
        void of(DiskNode disk) throws IOException;
    }

    private void end(List<DiskNode> ending, Ending how) {
        for (DiskNode disk : ending) {
            try {
                how.of(disk);
            } catch (IOException e) {
                log.info("Not all was taken back from QEMU of VM {}, which may have ended: {}", vm, e.getMessage());
            }
        }
        disks = List.of();
        server.stop(monitor);
    }
}
