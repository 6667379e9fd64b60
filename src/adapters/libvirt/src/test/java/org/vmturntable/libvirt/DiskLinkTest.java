package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DiskLinkTest {
    @Test
    void aStreamThatOpensWhenTheCopyHasEndedIsClosed() throws Exception {
        SocketChannel late = SocketChannel.open();
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        DiskLink link = new DiskLink(() -> {
            opening.countDown();
            await(closed);
            return late;
        });
        CompletableFuture<Void> opened = CompletableFuture.runAsync(() -> open(link));
        opening.await();
        link.close();
        closed.countDown();
        assertThatThrownBy(opened::join).hasMessageContaining("ended");
        assertThat(late.isOpen()).isFalse();
        assertThat(link.isOpen()).isFalse();
    }

    private static void open(DiskLink link) {
        try {
            link.open();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
