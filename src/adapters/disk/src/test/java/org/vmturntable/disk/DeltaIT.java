package org.vmturntable.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An overlay's way to another one over a socket: qemu-img, two storage daemons and libnbd, all of them real. */
@Timeout(60)
class DeltaIT {
    private static final int BLOCK = 4096;
    private static final long SIZE = 64L << 20;
    private static final long SEED = 20_051_114;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final byte[] expected = new byte[(int) SIZE];
    private final AtomicInteger letGo = new AtomicInteger();
    private ArrivingDisk here;
    private ArrivingDisk there;
    private StorageDaemon guest;
    private NbdClient writing;
    private DeltaReceiver receiver;
    private ServerSocketChannel server;

    @BeforeEach
    void aGuestHasWrittenHereAndThere() throws IOException {
        System.out.println("seed " + SEED);
        Path base = folder.resolve("base");
        random.nextBytes(expected);
        Arrays.fill(expected, (int) SIZE / 2, (int) SIZE, (byte) 0);
        Files.write(base, expected);
        here = new ArrivingDisk(folder.resolve("here.qcow2"), base, base.toString(), SIZE);
        there = new ArrivingDisk(folder.resolve("there.qcow2"), base, base.toString(), SIZE);
        Images.createOverlay(here);
        guest = StorageDaemon.start(here, folder.resolve("guest.nbd"));
        writing = guest.connect("qemu:allocation-depth");
        receiver = receiver();
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("stream")));
    }

    @AfterEach
    void end() throws IOException {
        receiver.close();
        writing.close();
        guest.close();
        server.close();
    }

    @Test
    void whatAGuestHasWrittenIsThereAfterwardsAndNothingElseIsSent() throws IOException {
        write(300);
        erase(50L * BLOCK, 20 * BLOCK);
        CompletableFuture<Void> received = receiving();
        try (SocketChannel stream = connect()) {
            DeltaSender sender = new DeltaSender(stream);
            sender.begin(0, false);
            sender.send(0, writing, writing.status("qemu:allocation-depth", depth -> depth == 1));
            sender.endRound();
            List<Extent> late = write(40);
            sender.send(0, writing, late);
            assertThat(letGo).hasValue(0);
            sender.endLastRound();
            sender.awaitDurable();
            assertThat(letGo).hasValue(1);
            assertThat(sender.sent()).isLessThan((300 + 40) * 16L * BLOCK);
        }
        received.join();
        assertThat(content(there)).isEqualTo(expected);
        Images.run(List.of("qemu-img", "check", "-q", there.overlay().toString()));
    }

    @Test
    void aGuestThatComesBackBringsOnlyWhatItHasWrittenSince() throws IOException {
        write(500);
        move(false, writing.status("qemu:allocation-depth", depth -> depth == 1));
        Overlay.leave(there.overlay(), "seven");
        assertThat(Overlay.leftWith(there.overlay())).hasValue("seven");
        receiver = receiver();
        List<Extent> since = write(30);
        long sent = move(true, since);
        assertThat(content(there)).isEqualTo(expected);
        assertThat(sent).isLessThan(31L * (BLOCK + Frame.HEADER));
        assertThat(Overlay.leftWith(there.overlay()))
                .as("a guest may have written to it by now")
                .isEmpty();
    }

    @Test
    void noOtherMayOpenTheImageForWritingUntilTheLastRoundIsIn() throws IOException {
        write(3);
        CompletableFuture<Void> received = receiving();
        try (SocketChannel stream = connect()) {
            DeltaSender sender = new DeltaSender(stream);
            sender.begin(0, false);
            assertThatThrownBy(() -> StorageDaemon.start(there, folder.resolve("hasty.nbd")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("lock");
            sender.endLastRound();
            sender.awaitDurable();
        }
        received.join();
        StorageDaemon.start(there, folder.resolve("hasty.nbd")).close();
    }

    @Test
    void aStreamThatBreaksIsTakenUpByTheNextOne() throws IOException {
        List<Extent> early = write(100);
        CompletableFuture<Void> broken = receiving();
        try (SocketChannel stream = connect()) {
            DeltaSender sender = new DeltaSender(stream);
            sender.begin(0, false);
            sender.send(0, writing, early);
            sender.endRound();
        }
        assertThatThrownBy(broken::join).isInstanceOf(CompletionException.class).hasMessageContaining("ended");
        assertThat(letGo).hasValue(0);
        List<Extent> late = write(20);
        CompletableFuture<Void> received = receiving();
        try (SocketChannel stream = connect()) {
            DeltaSender sender = new DeltaSender(stream);
            sender.send(0, writing, late);
            sender.endLastRound();
            sender.awaitDurable();
        }
        received.join();
        assertThat(content(there)).isEqualTo(expected);
    }

    @Test
    void aSourceThatMissedTheLastAnswerIsToldAgainAndWritesNothingMore() throws IOException {
        move(false, write(50));
        byte[] whole = expected.clone();
        CompletableFuture<Void> again = receiving();
        try (SocketChannel stream = connect()) {
            DeltaSender sender = new DeltaSender(stream);
            assertThat(sender.areWhole()).isTrue();
            sender.send(0, writing, write(20));
            sender.endLastRound();
            sender.awaitDurable();
        }
        again.join();
        assertThat(letGo).as("the hypervisor has been told once").hasValue(1);
        assertThat(content(there)).isEqualTo(whole);
    }

    @Test
    void aSourceIsToldThatTheDisksAreNotWholeYet() throws IOException {
        CompletableFuture<Void> received = receiving();
        try (SocketChannel stream = connect()) {
            DeltaSender sender = new DeltaSender(stream);
            sender.begin(0, false);
            assertThat(sender.areWhole()).isFalse();
        }
        assertThatThrownBy(received::join).isInstanceOf(CompletionException.class);
    }

    @Test
    void noGuestMayRunOnAnImageWhoseWriterDidNotEndWell() throws IOException {
        CompletableFuture<Void> broken = receiving();
        List<Extent> early = write(100);
        List<Extent> late = write(20);
        try (SocketChannel stream = connect()) {
            DeltaSender sender = new DeltaSender(stream);
            sender.begin(0, false);
            sender.send(0, writing, early);
            sender.endRound();
            writerOf(there).destroyForcibly();
            assertThatThrownBy(() -> {
                        sender.send(0, writing, late);
                        sender.endLastRound();
                        sender.awaitDurable();
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(broken::join).isInstanceOf(CompletionException.class);
        assertThat(letGo).hasValue(0);
        CompletableFuture<Void> received = receiving();
        try (SocketChannel stream = connect()) {
            DeltaSender sender = new DeltaSender(stream);
            sender.send(0, writing, late);
            sender.endLastRound();
            sender.awaitDurable();
        }
        received.join();
        assertThat(letGo).hasValue(1);
        assertThat(content(there))
                .as("what had been said to be in the image was")
                .isEqualTo(expected);
    }

    @Test
    void aWriterThatWasKilledIsTakenForOneThatFailed() throws IOException {
        Images.createOverlay(there);
        StorageDaemon daemon = StorageDaemon.start(there, folder.resolve("killed.nbd"));
        ProcessHandle process = writerOf(there);
        process.destroyForcibly();
        process.onExit().join();
        assertThatThrownBy(daemon::close).isInstanceOf(IOException.class).hasMessageContaining("137");
    }

    private static ProcessHandle writerOf(ArrivingDisk disk) {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .arguments()
                        .filter(arguments -> String.join(" ", arguments)
                                .contains(disk.overlay().toString()))
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSourceIsToldWhyTheDestinationCannotTakeItsDisk() throws IOException {
        receiver = new DeltaReceiver(
                List.of(new ArrivingDisk(folder.resolve("no-folder/x.qcow2"), here.base(), "base", SIZE)),
                folder,
                "arriving",
                letGo::incrementAndGet);
        CompletableFuture<Void> received = receiving();
        try (SocketChannel stream = connect()) {
            DeltaSender sender = new DeltaSender(stream);
            assertThatThrownBy(() -> sender.begin(0, false))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("x.qcow2");
        }
        assertThatThrownBy(received::join).isInstanceOf(CompletionException.class);
    }

    @Test
    void anOverlayOfAnotherSizeIsNoBeginning() throws IOException {
        Images.createOverlay(new ArrivingDisk(there.overlay(), here.base(), "base", SIZE / 2));
        CompletableFuture<Void> received = receiving();
        try (SocketChannel stream = connect()) {
            DeltaSender sender = new DeltaSender(stream);
            assertThatThrownBy(() -> sender.begin(0, true)).hasMessageContaining(Long.toString(SIZE / 2));
        }
        assertThatThrownBy(received::join).isInstanceOf(CompletionException.class);
    }

    private DeltaReceiver receiver() {
        return new DeltaReceiver(List.of(there), folder, "arriving", letGo::incrementAndGet);
    }

    private long move(boolean known, List<Extent> what) throws IOException {
        CompletableFuture<Void> received = receiving();
        try (SocketChannel stream = connect()) {
            DeltaSender sender = new DeltaSender(stream);
            assertThat(sender.leftWith(0).isPresent()).isEqualTo(known);
            sender.begin(0, known);
            sender.send(0, writing, what);
            sender.endLastRound();
            sender.awaitDurable();
            received.join();
            return sender.sent();
        }
    }

    private CompletableFuture<Void> receiving() {
        return CompletableFuture.runAsync(() -> {
            try (SocketChannel stream = server.accept()) {
                receiver.receive(stream);
            } catch (IOException e) {
                throw new CompletionException(e.getMessage(), e);
            }
        });
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("stream")));
    }

    /** Blocks at random places, as a guest would. */
    private List<Extent> write(int blocks) throws IOException {
        List<Extent> written = new ArrayList<>();
        byte[] block = new byte[BLOCK];
        for (int i = 0; i < blocks; i++) {
            int at = random.nextInt((int) SIZE / BLOCK) * BLOCK;
            random.nextBytes(block);
            System.arraycopy(block, 0, expected, at, BLOCK);
            writing.write(at, ByteBuffer.wrap(block));
            written.add(new Extent(at, BLOCK));
        }
        writing.finish();
        return Extent.union(written);
    }

    private void erase(long at, int length) throws IOException {
        Arrays.fill(expected, (int) at, (int) at + length, (byte) 0);
        writing.zero(new Extent(at, length));
        writing.finish();
    }

    private byte[] content(ArrivingDisk disk) throws IOException {
        byte[] content = new byte[(int) SIZE];
        try (StorageDaemon daemon = StorageDaemon.start(disk, folder.resolve("look.nbd"));
                NbdClient reading = daemon.connect()) {
            reading.read(
                    List.of(new Extent(0, SIZE)),
                    (where, data) -> data.get(content, (int) where.offset(), (int) where.length()));
        }
        return content;
    }
}
