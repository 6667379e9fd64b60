package org.vmturntable.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Has what came of images written to their disk while more of it comes. Else the hypervisor that opens an image when the guest has
 * stopped would wait for all of it: qcow2 flushes when it is taken over, and the file system then writes whatever is not there yet. One sync
 * goes on at a time; what comes meanwhile is left to the next.
 */
final class EarlySync {
    private CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);

    /** Begins, unless one goes on; returns at once. */
    synchronized void begin(List<Path> images) {
        if (latest.isDone() && !latest.isCompletedExceptionally()) {
            latest = CompletableFuture.runAsync(() -> images.forEach(EarlySync::sync), EarlySync::onItsOwn);
        }
    }

    private static void sync(Path image) {
        try {
            Overlay.sync(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void onItsOwn(Runnable work) {
        Thread thread = new Thread(work, "early-sync");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits for one that goes on.
     *
     * @throws IOException as {@link #requireSuccess}
     */
    void await() throws IOException {
        CompletableFuture<Void> now;
        synchronized (this) {
            now = latest;
        }
        now.handle((done, failed) -> true).join();
        requireSuccess();
    }

    /**
     * Does not wait for one that goes on. The kernel tells of such a failure once, so a later sync would not meet it again.
     *
     * @throws IOException if something could not be written to its disk: now, and at every later call
     */
    synchronized void requireSuccess() throws IOException {
        if (latest.isCompletedExceptionally()) {
            try {
                latest.join();
            } catch (CompletionException e) {
                throw new IOException("An image could not be written to its disk", e.getCause());
            }
        }
    }
}
