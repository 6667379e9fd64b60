package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.disk.ArrivingDisk;
import org.vmturntable.disk.DeltaReceiver;
import org.vmturntable.disk.Overlay;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.kernel.Waiting;

/**
 * The disk of a real QEMU, which migrates its memory into nothing and so goes through all that a switchover does to disks. What a guest
 * would write is written by QEMU's own qemu-io.
 */
@Timeout(90)
class DiskCopyIT {
    private static final VmId VM = VmId.parse("00000000-0000-4000-8000-000000002005");
    private static final MigrationId MOVE = MigrationId.parse("00000000-0000-4000-8000-000000002006");
    private static final String DEVICE = "vda/virtio-backend";
    private static final int BLOCK = 4096;
    private static final int SIZE = 64 << 20;
    private static final long SEED = 20_051_115;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final byte[] expected = new byte[SIZE];
    private final AtomicInteger letGo = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final Runnable hold = held::incrementAndGet;
    private Path base;
    private Path here;
    private ArrivingDisk there;
    private Process qemu;
    private QemuMonitor monitor;
    private NbdServer server;
    private DeltaReceiver receiver;
    private ServerSocketChannel door;
    private volatile Optional<SocketChannel> accepted = Optional.empty();

    @BeforeEach
    void aMachineRuns() throws IOException {
        System.out.println("seed " + SEED);
        base = folder.resolve("base");
        random.nextBytes(expected);
        Arrays.fill(expected, SIZE / 2, SIZE, (byte) 0);
        Files.write(base, expected);
        here = folder.resolve(VM + "-vda.qcow2");
        Commands.execute(List.of(
                "qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", base.toString(), here.toString()));
        there = new ArrivingDisk(folder.resolve("there.qcow2"), base, base.toString(), SIZE);
        qemu = startQemu();
        Waiting.until("QEMU's monitor", Duration.ofSeconds(20), () -> Files.exists(folder.resolve(VM + ".qmp")));
        monitor = QemuMonitor.connect(folder.resolve(VM + ".qmp"));
        monitor.execute(
                "migrate-set-capabilities",
                Map.of(
                        "capabilities",
                        List.of(
                                Map.of("capability", "events", "state", true),
                                Map.of("capability", "pause-before-switchover", "state", true))));
        server = new NbdServer(folder.resolve(VM + ".nbd"), VM);
        receiver = new DeltaReceiver(List.of(there), folder, "arriving", letGo::incrementAndGet);
        door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        door.bind(UnixDomainSocketAddress.of(folder.resolve("door")));
    }

    @AfterEach
    void end() throws Exception {
        receiver.close();
        door.close();
        monitor.close();
        qemu.destroyForcibly().waitFor();
    }

    @Test
    void whatAGuestWritesUntilItStopsIsThereWhenItStops() throws Exception {
        write(400);
        CompletableFuture<Void> received = receiving();
        try (DiskCopy copy = DiskCopy.begin(VM, monitor, server, List.of(here.toString()), this::connect, hold)) {
            for (int i = 0; i < 20; i++) {
                write(10);
            }
            Waiting.until("convergence", Duration.ofSeconds(20), copy.stages()::hasConverged);
            write(25);
            settle(copy);
            write(30);
            stopForSwitch();
            copy.stages().awaitWhole();
            assertThat(letGo).hasValue(1);
        }
        received.join();
        assertThat(differing(content(there.overlay()))).isEmpty();
    }

    @Test
    void aGuestWhoseWritesAreHeldLeavesNextToNothingForItsStop() throws Exception {
        CompletableFuture<Void> received = receiving();
        try (DiskCopy copy = DiskCopy.begin(VM, monitor, server, List.of(here.toString()), this::connect, hold)) {
            settle(copy);
            write(30);
            copy.hush();
            copy.stages().awaitHushed();
            long before = copy.sent();
            copy.switchOver();
            stopForSwitch();
            copy.stages().awaitWhole();
            assertThat(copy.sent() - before).isLessThan(2L * BLOCK);
            assertThat(held).as("the gates were told before").hasValue(0);
        }
        received.join();
        assertThat(differing(content(there.overlay()))).isEmpty();
    }

    @Test
    void aStreamThatBreaksWhenTheWritesAreHeldIsMadeGoodWithAllThatItMayHaveLost() throws Exception {
        CompletableFuture<Void> first = receiving();
        try (DiskCopy copy = DiskCopy.begin(VM, monitor, server, List.of(here.toString()), this::connect, hold)) {
            settle(copy);
            write(30);
            accepted.orElseThrow().close(); // the next round finds nobody, or is lost on its way
            copy.hush();
            copy.switchOver();
            stopForSwitch();
            CompletableFuture<Void> second = receiving();
            copy.stages().awaitWhole();
            second.join();
        }
        assertThatThrownBy(first::join).isInstanceOf(CompletionException.class);
        assertThat(differing(content(there.overlay()))).isEmpty();
    }

    @Test
    void aGuestThatIsNotSwitchedAfterAllWritesAsItDidBefore() throws Exception {
        String nodes = nodes();
        CompletableFuture<Void> received = receiving();
        try (DiskCopy copy = DiskCopy.begin(VM, monitor, server, List.of(here.toString()), this::connect, hold)) {
            settle(copy);
            copy.hush();
            copy.stages().awaitHushed();
            assertThat(limit("bps_wr")).isEqualTo(64 << 10);
        }
        assertThatThrownBy(received::join).isInstanceOf(CompletionException.class);
        assertThat(limit("bps_wr")).isZero();
        assertThat(nodes()).isEqualTo(nodes);
    }

    @Test
    void aGuestThatStopsUnannouncedIsWholeAllTheSame() throws Exception {
        CompletableFuture<Void> received = receiving();
        try (DiskCopy copy = DiskCopy.begin(VM, monitor, server, List.of(here.toString()), this::connect, hold)) {
            Waiting.until("convergence", Duration.ofSeconds(20), copy.stages()::hasConverged);
            write(30);
            stopForSwitch();
            copy.stages().awaitWhole();
            assertThat(held).as("nobody else has ordered it").hasValue(1);
        }
        received.join();
        assertThat(differing(content(there.overlay()))).isEmpty();
    }

    @Test
    void aMoveThatComesToNothingLeavesQemuAsItWas() throws Exception {
        String nodes = nodes();
        CompletableFuture<Void> received = receiving();
        try (DiskCopy copy = DiskCopy.begin(VM, monitor, server, List.of(here.toString()), this::connect, hold)) {
            settle(copy);
        }
        assertThatThrownBy(received::join).isInstanceOf(CompletionException.class);
        assertThat(letGo).hasValue(0);
        assertThat(nodes()).isEqualTo(nodes);
        assertThat(monitor.execute("query-block-exports", Map.of())).isEmpty();
    }

    @Test
    void aGuestIsHeldToLittleBesideTheLimitsThatItHasAndNoLongerThanItMoves() throws Exception {
        monitor.execute(
                "block_set_io_throttle",
                Map.of("id", DEVICE, "bps", 0, "bps_rd", 0, "bps_wr", 0, "iops", 9000, "iops_rd", 0, "iops_wr", 0));
        server.start(monitor);
        try (DiskNode disk = DiskNode.open(monitor, server.socket(), 0, here.toString())) {
            disk.limitWrites(1 << 20);
            assertThat(limit("bps_wr")).isEqualTo(1 << 20);
            assertThat(limit("iops")).isEqualTo(9000);
        }
        assertThat(limit("bps_wr")).isZero();
        assertThat(limit("iops")).isEqualTo(9000);
    }

    private long limit(String name) throws IOException {
        return monitor.execute("query-block", Map.of()).findValue(name).asLong();
    }

    @Test
    void aDestinationThatTakesNoDisksFailsTheCopyAndNotTheGuest() throws Exception {
        CompletableFuture<Void> refused = CompletableFuture.runAsync(() -> {
            try {
                door.accept().close();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        try (DiskCopy copy = DiskCopy.begin(VM, monitor, server, List.of(here.toString()), this::connect, hold)) {
            assertThatThrownBy(() -> settle(copy))
                    .isInstanceOf(GridException.class)
                    .hasMessageContaining("disks of VM");
            assertThat(copy.stages().failure()).isPresent();
        }
        refused.join();
        write(1);
    }

    @Test
    void whatWasCountedWhenItsWatcherDiedIsSentByTheNext() throws Exception {
        abandonedWithBlocksToGo();
        stopForSwitch();
        CompletableFuture<Void> received = receiving();
        try (DiskCopy copy = takeUp(this::connect, true)) {
            copy.stages().awaitWhole();
        }
        received.join();
        assertThat(differing(content(there.overlay()))).isEmpty();
    }

    @Test
    void aTakeUpInVainLeavesWhatWasCountedToTheNext() throws Exception {
        abandonedWithBlocksToGo();
        stopForSwitch();
        CountDownLatch tried = new CountDownLatch(2);
        try (DiskCopy inVain = takeUp(() -> refused(tried), true)) {
            assertThat(tried.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(inVain.lack()).get().extracting(GridException::code).isEqualTo(FailureCode.MEMORY_DIVIDED);
        }
        CompletableFuture<Void> received = receiving();
        try (DiskCopy copy = takeUp(this::connect, true)) {
            copy.stages().awaitWhole();
            assertThat(copy.lack()).isEmpty();
        }
        received.join();
        assertThat(differing(content(there.overlay()))).isEmpty();
    }

    @Test
    void aGuestThatStopsAfterItsMoveWasTakenUpIsWhole() throws Exception {
        abandonedWithBlocksToGo();
        CompletableFuture<Void> received = receiving();
        try (DiskCopy copy = takeUp(this::connect, false)) {
            stopForSwitch();
            copy.stages().awaitWhole();
        }
        received.join();
        assertThat(differing(content(there.overlay()))).isEmpty();
    }

    @Test
    void whatAnEndedProcessLeftInTheQemuOfAGuestThatStaysIsTakenBack() throws Exception {
        String nodes = nodes();
        server.start(monitor);
        DiskNode left = DiskNode.open(monitor, server.socket(), 0, here.toString());
        left.limitWrites(1 << 20);
        left.written();
        monitor.close(); // as by a process that was killed
        monitor = QemuMonitor.connect(folder.resolve(VM + ".qmp"));
        takeUp(this::connect, false).close();
        assertThat(nodes()).isEqualTo(nodes);
        assertThat(limit("bps_wr")).isZero();
        assertThat(monitor.execute("query-block-exports", Map.of())).isEmpty();
    }

    @Test
    void theLastBlocksAreTriedUntilTheDestinationTakesThem() throws Exception {
        CompletableFuture<Void> first = receiving();
        CountDownLatch refusals = new CountDownLatch(3);
        AtomicInteger opened = new AtomicInteger();
        DiskLink.DiskStream destination =
                () -> opened.getAndIncrement() == 0 || refusals.getCount() == 0 ? connect() : refused(refusals);
        try (DiskCopy copy = DiskCopy.begin(VM, monitor, server, List.of(here.toString()), destination, hold)) {
            settle(copy);
            write(30);
            accepted.orElseThrow().close();
            stopForSwitch();
            CompletableFuture<Void> second = receiving();
            copy.stages().awaitWhole();
            assertThat(refusals.getCount()).isZero();
            second.join();
        }
        assertThatThrownBy(first::join).isInstanceOf(CompletionException.class);
        assertThat(differing(content(there.overlay()))).isEmpty();
    }

    @Test
    void aGuestThatStopsThoughARoundHasFailedIsWholeAllTheSame() throws Exception {
        CompletableFuture<Void> first = receiving();
        try (DiskCopy copy = DiskCopy.begin(VM, monitor, server, List.of(here.toString()), this::connect, hold)) {
            Waiting.until("convergence", Duration.ofSeconds(20), copy.stages()::hasConverged);
            write(20);
            accepted.orElseThrow().close();
            Waiting.until(
                    "the failure",
                    Duration.ofSeconds(20),
                    () -> copy.stages().failure().isPresent());
            write(20);
            CompletableFuture<Void> second = receiving();
            stopForSwitch();
            copy.stages().awaitWhole();
            second.join();
        }
        assertThatThrownBy(first::join).isInstanceOf(CompletionException.class);
        assertThat(differing(content(there.overlay()))).isEmpty();
    }

    @Test
    void aSourceWhoseQemuHasEndedLearnsAllTheSameThatTheDisksAreWhole() throws Exception {
        abandonedWithBlocksToGo();
        stopForSwitch();
        CompletableFuture<Void> first = receiving();
        try (DiskCopy copy = takeUp(this::connect, true)) {
            copy.stages().awaitWhole();
        }
        first.join();
        qemu.destroyForcibly().waitFor();
        CompletableFuture<Void> again = receiving();
        try (DiskCopy copy = takeUp(this::connect, true)) {
            copy.stages().awaitWhole();
        }
        assertThatThrownBy(again::join)
                .as("it hangs up, for it has learnt enough")
                .hasMessageContaining("ended");
        assertThat(letGo).hasValue(1);
    }

    private void abandonedWithBlocksToGo() throws Exception {
        write(50);
        CompletableFuture<Void> first = receiving();
        DiskCopy abandoned = DiskCopy.begin(VM, monitor, server, List.of(here.toString()), this::connect, hold);
        settle(abandoned);
        write(30);
        monitor.close(); // as by a process that was killed
        assertThat(first).isNotDone();
        monitor = QemuMonitor.connect(folder.resolve(VM + ".qmp"));
    }

    private DiskCopy takeUp(DiskLink.DiskStream destination, boolean switched) {
        return DiskCopy.takeUp(VM, monitor, server, List.of(here.toString()), destination, hold, switched);
    }

    private static SocketChannel refused(CountDownLatch count) throws IOException {
        count.countDown();
        throw new IOException("nobody is there");
    }

    @Test
    void aGuestThatComesBackBringsWhatItHasWrittenSinceItCame() throws Exception {
        write(200);
        CompletableFuture<Void> first = receiving();
        try (DiskCopy copy = DiskCopy.begin(VM, monitor, server, List.of(here.toString()), this::connect, hold)) {
            settle(copy);
            countedFromTheFirstWrite();
            stopForSwitch();
            copy.stages().awaitWhole();
        }
        first.join();
        Waiting.until("the end of the migration", Duration.ofSeconds(20), () -> status().equals("completed"));
        monitor.execute("cont", Map.of());
        write(20);
        Overlay.leave(there.overlay(), MOVE.toString());
        receiver = new DeltaReceiver(List.of(there), folder, "arriving", letGo::incrementAndGet);
        CompletableFuture<Void> second = receiving();
        try (DiskCopy copy = DiskCopy.begin(VM, monitor, server, List.of(here.toString()), this::connect, hold)) {
            settle(copy);
            stopForSwitch();
            copy.stages().awaitWhole();
            assertThat(copy.sent()).isLessThan(25L * 2 * BLOCK);
        }
        second.join();
        assertThat(differing(content(there.overlay()))).isEmpty();
    }

    @Test
    void whatAGuestWritesIsCountedFromItsFirstWriteOrNotAtAll() throws Exception {
        String nodes = nodes();
        assertThatThrownBy(() -> DiskNode.countSince(monitor, VM, MOVE)).hasMessageContaining("running");
        assertThat(nodes()).isEqualTo(nodes);
        monitor.execute(
                "block-dirty-bitmap-add", BlockNodes.bitmap("disk", "turntable-since-" + MOVE, false)); // and died
        server.start(monitor);
        try (DiskNode disk = DiskNode.open(monitor, server.socket(), 0, here.toString())) {
            assertThat(disk.writtenSince(MOVE.toString())).isEmpty();
        }
    }

    @Test
    void aGuestThatIsYetToComeIsCountedFromItsFirstWrite() throws Exception {
        monitor.close();
        qemu.destroyForcibly().waitFor();
        Files.delete(folder.resolve(VM + ".qmp"));
        qemu = startQemu("-incoming", "defer");
        Waiting.until("QEMU's monitor", Duration.ofSeconds(20), () -> Files.exists(folder.resolve(VM + ".qmp")));
        monitor = QemuMonitor.connect(folder.resolve(VM + ".qmp"));
        DiskNode.countSince(monitor, VM, MOVE);
        assertThat(new BlockNodes(monitor).bitmaps("disk"))
                .containsExactlyInAnyOrder("turntable-since-" + MOVE, "turntable-complete-" + MOVE);
    }

    /** As {@link DiskNode#countSince} leaves it when the guest comes. */
    private void countedFromTheFirstWrite() throws IOException {
        BlockNodes nodes = new BlockNodes(monitor);
        nodes.addBitmap("disk", "turntable-since-" + MOVE, false);
        nodes.addBitmap("disk", "turntable-complete-" + MOVE, true);
    }

    private Process startQemu(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--pdeathsig",
                "KILL",
                "qemu-system-x86_64",
                "-nodefaults",
                "-display",
                "none",
                "-m",
                "32",
                "-chardev",
                "socket,id=turntable,path=" + folder.resolve(VM + ".qmp") + ",server=on,wait=off",
                "-mon",
                "chardev=turntable,mode=control",
                "-blockdev",
                "driver=qcow2,node-name=disk,discard=unmap,file.driver=file,file.filename=" + here,
                "-device",
                "virtio-blk-pci,drive=disk,id=vda"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("qemu.log").toFile())
                .start();
    }

    private static void settle(DiskCopy copy) {
        copy.aboutToSwitch();
        copy.stages().awaitSettled();
    }

    private void stopForSwitch() throws IOException {
        monitor.execute("migrate", Map.of("uri", "exec:cat > /dev/null"));
        Waiting.until("the switch", Duration.ofSeconds(20), () -> status().equals("pre-switchover"));
        monitor.execute("migrate-continue", Map.of("state", "pre-switchover"));
    }

    private String status() {
        try {
            return monitor.execute("query-migrate", Map.of()).path("status").asText();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String nodes() throws IOException {
        return monitor.execute("query-named-block-nodes", Map.of("flat", true)).findValues("node-name")
                + monitor.execute("query-named-block-nodes", Map.of("flat", true))
                        .findValues("dirty-bitmaps")
                        .toString();
    }

    private CompletableFuture<Void> receiving() {
        return CompletableFuture.runAsync(() -> {
            try (SocketChannel stream = door.accept()) {
                accepted = Optional.of(stream);
                receiver.receive(stream);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("door")));
    }

    /** Blocks at random places, as the guest would. */
    private void write(int blocks) throws IOException {
        for (int i = 0; i < blocks; i++) {
            int at = random.nextInt(SIZE / BLOCK) * BLOCK;
            write(at, BLOCK, random.nextInt(256));
        }
    }

    private void write(int at, int length, int pattern) throws IOException {
        Arrays.fill(expected, at, at + length, (byte) pattern);
        String said = monitor.execute(
                        "human-monitor-command",
                        Map.of(
                                "command-line",
                                "qemu-io -d %s \"write -P %d %d %d\"".formatted(DEVICE, pattern, at, length)))
                .asText();
        assertThat(said).isEmpty();
    }

    /** Numbers of the blocks that are not as they should be. */
    private List<Integer> differing(byte[] content) {
        return IntStream.range(0, SIZE / BLOCK)
                .filter(block -> !Arrays.equals(
                        content, block * BLOCK, (block + 1) * BLOCK, expected, block * BLOCK, (block + 1) * BLOCK))
                .boxed()
                .toList();
    }

    private byte[] content(Path overlay) throws Exception {
        Path raw = folder.resolve("content");
        Commands.execute(List.of("qemu-img", "convert", "-U", "-O", "raw", overlay.toString(), raw.toString()));
        return Files.readAllBytes(raw);
    }
}
