package org.vmturntable.testbed.wan;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A network namespace as {@code ip netns} names it. */
public record NetworkNamespace(String name) {
    /**
     * Does something inside the namespace: sockets and devices that it opens belong there for as long as they live. Runs on
     * a thread of its own that ends with it, so that no other work ever finds itself in the wrong namespace.
     *
     * @throws IOException if the namespace cannot be entered, or from the work itself
     */
    public <T> T inside(Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter();
            return work.call();
        });
        Thread thread = new Thread(task, "in-" + name);
        thread.start();
        try {
            return task.get();
        } catch (ExecutionException failed) {
            throw new IOException("in namespace " + name + ": " + failed.getCause(), failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in namespace " + name, stopped);
        }
    }

    private void enter() throws IOException {
        int descriptor = Libc.open("/run/netns/" + name, Libc.O_RDONLY | Libc.O_CLOEXEC);
        if (descriptor < 0) {
            throw new IOException("no namespace " + name + ": " + Libc.lastError());
        }
        try {
            if (Libc.setns(descriptor, Libc.CLONE_NEWNET) != 0) {
                throw new IOException("cannot enter namespace " + name + ": " + Libc.lastError());
            }
        } finally {
            Libc.close(descriptor);
        }
    }
}
