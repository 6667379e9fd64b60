package org.vmturntable.libvirt;

import org.libvirt.Connect;
import org.libvirt.Library;
import org.libvirt.LibvirtException;
import org.libvirt.jna.Libvirt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.GridException;

/**
 * libvirt's default event loop. It belongs to the process, not to a connection: it starts before the first connection and runs
 * in one daemon thread for as long as the process does. Keepalives and all events depend on it.
 */
final class EventLoop {
    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 200;

    // Held strongly, for libvirt keeps only its address. Without it libvirt prints every error to standard error.
    private static final Libvirt.VirErrorCallback QUIET =
            (userData, error) -> log.debug("libvirt reported an error; the call that met it tells");

    private static boolean running;

    private EventLoop() {}

    /** @throws GridException {@code HYPERVISOR_FAILED} if libvirt's client library is missing or unusable */
    static synchronized void ensureRunning() {
        if (running) {
            return;
        }
        try {
            Connect.setErrorCallback(QUIET);
            Library.initEventLoop();
        } catch (LibvirtException | LinkageError e) {
            throw Failures.hypervisor("libvirt's client library (libvirt.so.0) cannot be used on this host", e);
        }
        Thread thread = new Thread(EventLoop::run, "libvirt-events");
        thread.setDaemon(true);
        thread.start();
        running = true;
    }

    private static void run() {
        while (true) {
            try {
                Library.processEvent();
            } catch (LibvirtException e) {
                log.warn("libvirt's event loop failed once", e);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
