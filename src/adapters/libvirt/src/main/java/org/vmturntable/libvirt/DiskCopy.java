package org.vmturntable.libvirt;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.libvirt.DiskRounds.Question;

/**
 * Brings what a guest has written on its disks to the destination beside its memory. All of it goes while the guest runs, then in
 * rounds what it wrote meanwhile; and when it has stopped for its switchover, the rest. Nothing in that waits for an answer
 * from the destination: the gate there keeps the memory's last part back until the disks are whole.
 *
 * <p>Until the guest has stopped, whatever fails ends the copy, and the guest stays. After that nothing does but {@link #close}:
 * the guest stands still until the rest has come, so it is tried until it has.
 *
 * <p>A thread of its own reads and sends, so that the guest's stop is not met by one that is busy elsewhere.
 */
final class DiskCopy implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DiskCopy.class);
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);
    /** Between attempts to send the last blocks, milliseconds; each is twice as long as the one before. */
    private static final long FIRST_PAUSE = 250;

    private static final long LONGEST_PAUSE = 4_000;

    private final VmId vm;
    private final QemuMonitor monitor;
    private final DiskLink link;
    private final DiskRounds rounds;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Runnable hold;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<Void> lastSent = new CompletableFuture<>();
    private final CopyStages stages;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean mayLeave;
    private volatile boolean switches;

    /** What the copying thread waits for. */
    private enum Signal {
        /** The guest is about to be switched: what it wrote until now goes, and then nothing until it is. */
        ABOUT_TO_SWITCH,
        /** The guest is to be switched now: it hardly writes any more, and what it wrote goes. */
        HUSH,
        /** The guest has stopped and its disks are at rest. */
        STOPPED,
        /** The copy is to end. */
        ENDED
    }

    /** What the copying thread does. */
    private interface Work {
        void run(DiskCopy copy) throws InterruptedException;
    }

    private DiskCopy(VmId vm, QemuMonitor monitor, DiskRounds rounds, DiskLink link, Runnable hold, Work work) {
        this.vm = vm;
        this.monitor = monitor;
        this.link = link;
        this.rounds = rounds;
        this.hold = hold;
        this.stages = new CopyStages(vm);
        this.thread = new Thread(() -> run(work), "disks-" + vm);
        this.thread.setDaemon(true);
    }

    /**
     * Begins to count what the guest writes, and to copy; returns at once.
     *
     * @param images the guest's overlays, as its definition names them, in the order in which the destination knows them
     * @param hold has the memory's last part held back at the destination until the disks are whole; used if the guest stops
     *     unannounced
     * @throws IOException if QEMU or the destination refuses it; nothing is left then
     */
    static DiskCopy begin(
            VmId vm,
            QemuMonitor monitor,
            NbdServer server,
            List<String> images,
            DiskLink.DiskStream destination,
            Runnable hold)
            throws IOException {
        DiskLink link = new DiskLink(destination);
        DiskRounds rounds = new DiskRounds(vm, monitor, server, images, link);
        DiskCopy copy = new DiskCopy(vm, monitor, rounds, link, hold, DiskCopy::copy);
        try {
            rounds.open();
            link.open();
        } catch (IOException e) {
            rounds.giveBack();
            throw e;
        }
        copy.start();
        return copy;
    }

    /**
     * Sees to the disks of a guest whose move an earlier process has begun; returns at once. If the guest has switched, or yet does,
     * sends what the destination may lack; if it stays, takes back what that process had needed of QEMU.
     *
     * @param switched it is known to have stopped for good
     */
    static DiskCopy takeUp(
            VmId vm,
            QemuMonitor monitor,
            NbdServer server,
            List<String> images,
            DiskLink.DiskStream destination,
            Runnable hold,
            boolean switched) {
        DiskLink link = new DiskLink(destination);
        DiskRounds rounds = new DiskRounds(vm, monitor, server, images, link);
        DiskCopy copy = new DiskCopy(vm, monitor, rounds, link, hold, DiskCopy::finish);
        copy.stopped = switched;
        copy.stages.converge();
        copy.stages.settle();
        copy.stages.hush();
        copy.start();
        return copy;
    }

    private void start() {
        monitor.onEvent(this::happened);
        thread.start();
    }

    private void run(Work work) {
        try {
            work.run(this);
        } catch (InterruptedException e) {
            log.warn("The disks of VM {} are not copied any more: {}", vm, e.getMessage());
        }
    }

    private void happened(JsonNode event) {
        switch (event.path("event").asText()) {
            case "MIGRATION" -> {
                // libvirt goes on from the first to the second by itself, and the disks are at rest in both
                if (isAtRest(event.path("data").path("status").asText())) {
                    stopped = true;
                    signals.add(Signal.STOPPED);
                }
            }
            case "RESUME" -> stopped = false; // it goes on here, and so does all that counts what it writes
            default -> {}
        }
    }

    private static boolean isAtRest(String status) {
        return status.equals("pre-switchover") || status.equals("device");
    }

    private void copy() throws InterruptedException {
        try {
            copyUntilStopped();
        } catch (IOException e) {
            log.warn("The disks of VM {} are not copied any more: {}", vm, e.getMessage());
            boolean hadConverged = stages.hasConverged(); // else its memory has not been begun
            link.breakOff();
            stages.fail(e);
            if (hadConverged && awaitsStop()) {
                holdMemory();
                sendTheRest(DiskNode::everCounted, DiskNode::everCounted);
            }
        }
    }

    private void copyUntilStopped() throws IOException, InterruptedException {
        rounds.sendBeginnings();
        rounds.converge();
        stages.converge();
        Duration patience = BETWEEN_ROUNDS;
        Question rest = DiskNode::lastWritten;
        while (true) {
            Signal signal = signals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (signal == null) {
                rounds.sendRound();
                patience = BETWEEN_ROUNDS;
                rest = DiskNode::lastWritten;
            } else {
                patience = STOPS_WITHIN;
                switch (signal) {
                    case ABOUT_TO_SWITCH -> {
                        rounds.settle();
                        stages.settle();
                    }
                    case HUSH -> {
                        rounds.hush();
                        stages.hush();
                        rest = DiskNode::lastSinceTold;
                    }
                    case STOPPED -> {
                        sendAfterStop(rest);
                        return;
                    }
                    case ENDED -> {
                        return;
                    }
                }
            }
        }
    }

    private void sendAfterStop(Question rest) throws InterruptedException {
        if (!switches) {
            holdMemory(); // QEMU has ended the copy by itself
        }
        stages.settle();
        stages.hush();
        sendTheRest(rest, DiskNode::lastWritten);
    }

    /** QEMU has not sent the guest's state yet, or libvirt has yet to say that it may. */
    private void holdMemory() {
        try {
            hold.run();
        } catch (GridException e) {
            log.warn(
                    "Only its images' locks keep VM {} from running at its destination too early: {}",
                    vm,
                    e.getMessage());
        }
    }

    /** For as long as it takes; false if this is ended first. */
    private boolean awaitsStop() throws InterruptedException {
        Signal signal = signals.take();
        while (signal == Signal.ABOUT_TO_SWITCH || signal == Signal.HUSH) {
            signal = signals.take();
        }
        return signal == Signal.STOPPED;
    }

    private void finish() throws InterruptedException {
        try {
            stopped = stopped || isStopped();
            if (stopped || awaitsStop()) {
                holdMemory();
                sendTheRest(DiskNode::everCounted, DiskNode::everCounted);
            } else {
                rounds.open(); // so that all of it can be given back
            }
        } catch (IOException e) {
            stages.met(e);
            log.warn("What the disks of VM {} needed of its QEMU is left there: {}", vm, e.getMessage());
        }
    }

    /** As QEMU tells it: an event of before this listened was not heard. */
    private boolean isStopped() throws IOException {
        String status =
                monitor.execute("query-migrate", Map.of()).path("status").asText();
        return isAtRest(status) || status.startsWith("postcopy");
    }

    /**
     * Until it is there: the guest stands still, and nothing else of it is lost. Unless the guest goes on here after all.
     *
     * @param atFirst what the destination lacks if it gets all that was sent
     * @param again what it may lack when that is not known any more
     */
    private void sendTheRest(Question atFirst, Question again) throws InterruptedException {
        Question rest = atFirst;
        for (long pause = FIRST_PAUSE; !isThere(rest); pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            link.breakOff();
            rest = again;
            if (ended.await(pause, TimeUnit.MILLISECONDS) || !stopped) {
                return;
            }
        }
        stages.complete();
    }

    private boolean isThere(Question rest) {
        try {
            rounds.sendLast(rest, () -> lastSent.complete(null));
            return true;
        } catch (IOException e) {
            stages.met(e);
            log.warn("The last blocks of the disks of VM {} are sent once more: {}", vm, e.getMessage());
            return false;
        }
    }

    /** Has this done when the last blocks have been sent; at once if they have. */
    void onceTheLastIsOnItsWay(Runnable action) {
        var unused = lastSent.thenRun(action);
    }

    /** How far it has come. */
    CopyStages stages() {
        return stages;
    }

    /** Begins to send all that was written until now. After that nothing more is sent until {@link #hush} or the guest's stop. */
    void aboutToSwitch() {
        signals.add(Signal.ABOUT_TO_SWITCH);
    }

    /** Has next to nothing written from now on, and sends what was. */
    void hush() {
        signals.add(Signal.HUSH);
    }

    /** From now on a stop is a switch by post-copy, for which the gates are prepared. */
    void switchOver() {
        switches = true;
    }

    /** That the guest has stopped for good, and its disks are not known to be whole; empty otherwise. */
    Optional<GridException> lack() {
        return stopped ? stages.lack() : Optional.empty();
    }

    /** Bytes sent so far. */
    long sent() {
        return link.sent();
    }

    /** Bytes that were found to be sent so far. */
    long found() {
        return rounds.found();
    }

    /** How often it has been looked what is to be sent. */
    int rounds() {
        return rounds.count();
    }

    /**
     * Ends the copy and takes back what it needed of QEMU, if that is still there; the monitor must still be open. What was counted of
     * a guest that has stopped for good stays until its disks are known to be whole: nobody else knows what is missing. When they are,
     * its QEMU ends or has nothing more to do, and does not answer any more: each word to it would be waited for in vain.
     */
    @Override
    public void close() {
        ended.countDown();
        signals.add(Signal.ENDED);
        link.close();
        if (!hasEnded()) {
            // what it reads with is native memory, and not to be taken from under it
            log.warn("Who copies the disks of {} does not come to an end; what it holds of QEMU is left to it", vm);
        } else if (stopped && stages.isWhole()) {
            rounds.hangUp();
        } else if (stopped || mayLeave) {
            rounds.letGo();
        } else {
            rounds.giveBack();
        }
    }

    /** The guest may be switched at any moment from now on, whatever becomes of who watches. */
    void mayLeave() {
        mayLeave = true;
    }

    /** It is known that it was not. */
    void stays() {
        mayLeave = false;
    }

    private boolean hasEnded() {
        try {
            thread.join(ENDS_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
