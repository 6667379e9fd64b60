package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.disk.DeltaSender;
import org.vmturntable.disk.Extent;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;

/**
 * Brings what a guest has written on its disks to the destination beside its memory. All of it goes while the guest runs, then in
 * rounds what it wrote meanwhile; and when it has stopped for its switchover, the rest. Nothing in that waits for an answer
 * from the destination: the gate there keeps the memory's last part back until the disks are whole.
 *
 * <p>A thread of its own reads and sends, so that the guest's stop is not met by one that is busy elsewhere.
 */
final class DiskCopy implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DiskCopy.class);
    /** So much is read and sent within some ten milliseconds. */
    private static final long LITTLE = 1L << 20;
    /** A round that leaves more than so much of what the one before left is one too many: the guest writes as fast as rounds copy. */
    private static final double WORTH_ANOTHER_ROUND = 0.7;

    private static final int MOST_ROUNDS_BEFORE_THE_SWITCH = 4;
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(20);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);

    private final VmId vm;
    private final QemuMonitor monitor;
    private final NbdServer server;
    private final List<DiskNode> disks;
    private final DiskStream destination;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> converged = new CompletableFuture<>();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final CompletableFuture<Void> whole = new CompletableFuture<>();
    private volatile ByteChannel stream;
    private volatile DeltaSender sender;
    private Thread thread = new Thread();
    private final AtomicLong found = new AtomicLong();
    private final AtomicInteger rounds = new AtomicInteger();

    /** A way to the destination's disk receiver; a new one at each call. */
    @FunctionalInterface
    interface DiskStream {
        ByteChannel open() throws IOException;
    }

    /** What the copying thread waits for. */
    private enum Signal {
        /** The guest is about to be switched: what it wrote until now goes, and then nothing until it has stopped. */
        ABOUT_TO_SWITCH,
        /** The guest has stopped and its disks are at rest. */
        STOPPED,
        /** It goes on here after all. */
        ENDED
    }

    /** One disk's changes. */
    private record Changes(int disk, List<Extent> parts) {}

    private DiskCopy(VmId vm, QemuMonitor monitor, NbdServer server, List<DiskNode> disks, DiskStream destination)
            throws IOException {
        this.vm = vm;
        this.monitor = monitor;
        this.server = server;
        this.disks = disks;
        this.destination = destination;
        this.stream = destination.open();
        this.sender = new DeltaSender(stream);
    }

    /**
     * Begins to count what the guest writes, and to copy; returns at once.
     *
     * @param images the guest's overlays, as its definition names them, in the order in which the destination knows them
     * @throws IOException if QEMU or the destination refuses it; nothing is left then
     */
    static DiskCopy begin(VmId vm, QemuMonitor monitor, NbdServer server, List<String> images, DiskStream destination)
            throws IOException {
        DiskCopy copy = open(vm, monitor, server, images, destination);
        monitor.onEvent(copy::happened);
        copy.start(copy::copy);
        return copy;
    }

    /** For a guest that has switched while nobody saw to its disks: sends what the destination may lack. */
    static DiskCopy finish(VmId vm, QemuMonitor monitor, NbdServer server, List<String> images, DiskStream destination)
            throws IOException {
        DiskCopy copy = open(vm, monitor, server, images, destination);
        copy.converged.complete(null);
        copy.settled.complete(null);
        copy.start(() -> copy.sendTheRest(copy.changes(DiskNode::everCounted)));
        return copy;
    }

    private static DiskCopy open(
            VmId vm, QemuMonitor monitor, NbdServer server, List<String> images, DiskStream destination)
            throws IOException {
        List<DiskNode> disks = new ArrayList<>();
        try {
            server.start(monitor);
            for (int i = 0; i < images.size(); i++) {
                disks.add(DiskNode.open(monitor, server.socket(), i, images.get(i)));
            }
            return new DiskCopy(vm, monitor, server, disks, destination);
        } catch (IOException e) {
            giveUp(vm, monitor, server, disks);
            throw e;
        }
    }

    /** What the copying thread does. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void start(Work work) {
        thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException e) {
                        log.warn("The disks of VM {} are not copied any more: {}", vm, e.getMessage());
                        converged.completeExceptionally(e);
                        settled.completeExceptionally(e);
                        whole.completeExceptionally(e);
                    }
                },
                "disks-" + vm);
        thread.setDaemon(true);
        thread.start();
    }

    private void happened(JsonNode event) {
        if (event.path("event").asText().equals("MIGRATION")) {
            switch (event.path("data").path("status").asText()) {
                // libvirt goes on from the first to the second by itself, and the disks are at rest in both
                case "pre-switchover", "device" -> signals.add(Signal.STOPPED);
                default -> {}
            }
        }
    }

    private void copy() throws IOException, InterruptedException {
        send(beginnings());
        sender.endRound();
        converge();
        converged.complete(null);
        while (true) {
            Signal signal = signals.poll(BETWEEN_ROUNDS.toMillis(), TimeUnit.MILLISECONDS);
            if (signal == Signal.ENDED) {
                return;
            } else if (signal == Signal.STOPPED) {
                sendTheRest(changes(DiskNode::lastWritten));
                return;
            } else if (signal == Signal.ABOUT_TO_SWITCH) {
                settle();
                if (waitsForStop()) {
                    sendTheRest(changes(DiskNode::lastWritten));
                    return;
                }
            } else {
                round();
            }
        }
    }

    /** All that the destination lacks of each disk when nothing has been sent yet. */
    private List<Changes> beginnings() throws IOException {
        List<Changes> beginnings = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            Optional<String> left = sender.leftWith(i);
            Optional<List<Extent>> since = left.isPresent() ? disks.get(i).writtenSince(left.get()) : Optional.empty();
            sender.begin(i, since.isPresent());
            List<Extent> parts = since.isPresent() ? since.get() : disks.get(i).own();
            log.info("Disk {} of VM {}: {} bytes to copy", i, vm, Extent.total(parts));
            beginnings.add(new Changes(i, parts));
        }
        return beginnings;
    }

    private void converge() throws IOException {
        long before = Long.MAX_VALUE;
        long left = round();
        while (left > LITTLE && left < before * WORTH_ANOTHER_ROUND) {
            before = left;
            left = round();
        }
    }

    /** Sends what was written since the last time; returns how many bytes that was. */
    private long round() throws IOException {
        List<Changes> changes = changes(DiskNode::written);
        send(changes);
        sender.endRound();
        return total(changes);
    }

    /** Leaves next to nothing to send after the stop. A guest that writes too much for that is held to little until it has moved. */
    private void settle() throws IOException {
        long left = round();
        for (int i = 0; left > LITTLE && i < MOST_ROUNDS_BEFORE_THE_SWITCH; i++) {
            for (DiskNode disk : disks) {
                disk.limitWrites(LITTLE);
            }
            left = round();
        }
        settled.complete(null);
    }

    /** False if the guest did not stop. */
    private boolean waitsForStop() throws InterruptedException {
        Signal signal = signals.poll(STOPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        if (signal == Signal.ENDED) {
            signals.add(signal);
        }
        return signal == Signal.STOPPED;
    }

    /** Until it is there: the guest stands still, and nothing else of it is lost. */
    private void sendTheRest(List<Changes> rest) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + ENDS_WITHIN.toNanos();
        while (true) {
            try {
                send(rest);
                sender.endLastRound();
                log.info("The last {} bytes of the disks of VM {} are on their way", total(rest), vm);
                sender.awaitDurable();
                whole.complete(null);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                log.warn("The disks of VM {} are sent once more: {}", vm, e.getMessage());
                Thread.sleep(TRY_AGAIN_AFTER.toMillis());
                stream.close();
                stream = destination.open();
                sender = new DeltaSender(stream);
            }
        }
    }

    /** What is asked of each disk. */
    private interface Question {
        List<Extent> ask(DiskNode disk) throws IOException;
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
            sender.send(change.disk, disks.get(change.disk).content(), change.parts);
        }
    }

    private static long total(List<Changes> changes) {
        return changes.stream().mapToLong(change -> Extent.total(change.parts)).sum();
    }

    /** True once so little is left that the memory's copy may begin. */
    boolean hasConverged() {
        return converged.isDone();
    }

    /** Why the disks cannot be copied, if they cannot. */
    Optional<GridException> failure() {
        return whole.isCompletedExceptionally()
                ? Optional.of(whole.handle((nothing, why) -> failed(why)).join())
                : Optional.empty();
    }

    private GridException failed(Throwable why) {
        return Failures.ofVm(
                FailureCode.COPY_FAILED,
                "The disks of VM " + vm + " could not be copied: " + why.getMessage(),
                vm,
                why);
    }

    /** Begins to send all that was written until now. After that nothing more is sent until the guest has stopped. */
    void aboutToSwitch() {
        signals.add(Signal.ABOUT_TO_SWITCH);
    }

    /**
     * Waits until that is sent.
     *
     * @throws GridException {@code COPY_FAILED}
     */
    void awaitSettled() {
        await(settled, SETTLES_WITHIN);
    }

    /**
     * Waits until the guest's disks are whole at the destination and lie on its disk.
     *
     * @throws GridException {@code COPY_FAILED}: they are not, and the source's images hold what is missing
     */
    void awaitWhole() {
        await(whole, ENDS_WITHIN);
    }

    private void await(CompletableFuture<Void> end, Duration within) {
        try {
            end.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failed(Optional.ofNullable(e.getCause()).orElse(e));
        } catch (TimeoutException e) {
            throw failed(new IOException("the destination does not take them in time", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        }
    }

    /** Bytes sent so far. */
    long sent() {
        return sender.sent();
    }

    /** Bytes that were found to be sent so far. */
    long found() {
        return found.get();
    }

    /** How often it has been looked what is to be sent. */
    int rounds() {
        return rounds.get();
    }

    /** Ends the copy and takes back what it needed of QEMU, if that is still there. */
    @Override
    public void close() {
        signals.add(Signal.ENDED);
        try {
            stream.close();
        } catch (IOException e) {
            log.debug("The disks' stream was already gone", e);
        }
        if (hasEnded()) {
            giveUp(vm, monitor, server, disks);
        } else {
            // what it reads with is native memory, and not to be taken from under it
            log.warn("Who copies the disks of {} does not come to an end; what it holds of QEMU is left to it", vm);
        }
    }

    private boolean hasEnded() {
        try {
            thread.join(ENDS_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private static void giveUp(VmId vm, QemuMonitor monitor, NbdServer server, List<DiskNode> disks) {
        for (DiskNode disk : disks) {
            try {
                disk.close();
            } catch (IOException e) {
                log.debug("QEMU of {} does not offer its disk any more", vm, e);
            }
        }
        server.stop(monitor);
    }
}
