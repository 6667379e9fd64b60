package org.vmturntable.libvirt;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.libvirt.LibvirtException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.GridException;

/**
 * The connection to this site's libvirtd. A daemon thread watches it and opens it again, with growing pauses, when libvirtd has
 * gone and come back; calls in between wait for a while and then fail with {@code HYPERVISOR_FAILED}.
 */
final class Hypervisor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Hypervisor.class);
    private static final long WATCH_MILLIS = 250;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final URI uri;
    private final DomainEvents events;
    private final Duration patience;
    private final Thread watcher;
    private @Nullable Session session;
    private boolean closed;

    /** What is done with an open connection. */
    interface Call<T> {
        T on(OpenConnection connection) throws LibvirtException;
    }

    /** A connection that is not closed while a call runs on it: native code would read freed memory. */
    private static final class Session {
        private final OpenConnection connection;
        private final ReadWriteLock lock = new ReentrantReadWriteLock();

        private Session(OpenConnection connection) {
            this.connection = connection;
        }

        boolean isAlive() {
            lock.readLock().lock();
            try {
                return connection.pointer() != null && connection.isAlive();
            } catch (LibvirtException e) {
                return false;
            } finally {
                lock.readLock().unlock();
            }
        }

        void close() {
            lock.writeLock().lock();
            try {
                connection.close();
            } catch (LibvirtException e) {
                log.debug("The connection was already gone", e);
            } finally {
                lock.writeLock().unlock();
            }
        }
    }

    /** @param patience how long a call waits for a connection before it fails */
    Hypervisor(URI uri, DomainEvents events, Duration patience) {
        this.uri = uri;
        this.events = events;
        this.patience = patience;
        this.watcher = new Thread(this::watch, "libvirt-connection");
        watcher.setDaemon(true);
        watcher.start();
    }

    /**
     * Does something on the connection; once more if the connection turned out to be lost, so it must be idempotent.
     *
     * @param what for the message: "A guest could not be ..."
     */
    <T> T call(String what, Call<T> call) {
        Session first = current();
        try {
            return use(first, call);
        } catch (LibvirtException | GridException e) {
            if (first.isAlive()) {
                throw typed(what, e);
            }
            log.info("libvirtd is gone; waiting for it", e);
        }
        drop(first);
        try {
            return use(current(), call);
        } catch (LibvirtException | GridException e) {
            throw typed(what, e);
        }
    }

    /** A second connection, for a call that blocks for long; the caller closes it. */
    OpenConnection openAnother() throws LibvirtException {
        return OpenConnection.to(uri);
    }

    private static GridException typed(String what, Exception e) {
        return e instanceof GridException known ? known : Failures.hypervisor("A guest could not be " + what, e);
    }

    private static <T> T use(Session session, Call<T> call) throws LibvirtException {
        session.lock.readLock().lock();
        try {
            if (session.connection.pointer() == null) {
                throw Failures.hypervisor("The connection to the hypervisor was lost");
            }
            return call.on(session.connection);
        } finally {
            session.lock.readLock().unlock();
        }
    }

    private synchronized Session current() {
        awaitChange(() -> session == null, patience.toMillis());
        if (session == null) {
            throw Failures.hypervisor(
                    closed ? "The connection to the hypervisor is closed" : "The hypervisor cannot be reached");
        }
        return session;
    }

    /** Waits as long as nothing changes, the hypervisor is not closed and the time is not up. */
    private synchronized void awaitChange(BooleanSupplier unchanged, long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (!closed && unchanged.getAsBoolean() && System.nanoTime() < deadline) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, deadline - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.hypervisor("Interrupted while waiting for the hypervisor", e);
        }
    }

    private void drop(Session lost) {
        synchronized (this) {
            if (session == lost) {
                session = null;
                notifyAll();
            }
        }
        lost.close();
    }

    private void watch() {
        long failures = 0;
        while (true) {
            Session watched = watched(failures);
            if (watched == null) {
                failures = tryOpen() ? 0 : failures + 1;
            } else if (!watched.isAlive()) {
                log.warn("The connection to {} is lost", uri);
                drop(watched);
            }
            if (isClosed()) {
                return;
            }
        }
    }

    /** Waits until it is time to look again, and gives what there is then. */
    private synchronized @Nullable Session watched(long failures) {
        Session seen = session;
        if (seen != null || failures > 0) {
            awaitChange(() -> session == seen, failures == 0 ? WATCH_MILLIS : pauseAfter(failures));
        }
        return session;
    }

    private static long pauseAfter(long failures) {
        return Math.min(FIRST_PAUSE_MILLIS << Math.min(failures, 6), LONGEST_PAUSE_MILLIS);
    }

    private boolean tryOpen() {
        if (isClosed()) {
            return true;
        }
        try {
            keep(opened());
            log.info("Connected to {}", uri);
        } catch (LibvirtException | GridException e) {
            log.warn("No connection to {}; trying again: {}", uri, e.getMessage());
            return false;
        }
        haveEmulatorsProbed();
        return true;
    }

    /** libvirtd tries out its emulators when it is first asked about them, for seconds: better now than while a guest arrives. */
    private void haveEmulatorsProbed() {
        try {
            call("hosted", OpenConnection::getCapabilities);
        } catch (GridException e) {
            log.info("The emulators could not be looked at: {}", e.getMessage());
        }
    }

    private Session opened() throws LibvirtException {
        Session opened = new Session(OpenConnection.to(uri));
        try {
            events.subscribe(opened.connection);
            return opened;
        } catch (GridException e) {
            opened.close();
            throw e;
        }
    }

    private void keep(Session opened) {
        synchronized (this) {
            if (!closed) {
                session = opened;
                notifyAll();
                return;
            }
        }
        opened.close();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        Session last;
        synchronized (this) {
            closed = true;
            last = session;
            session = null;
            notifyAll();
        }
        if (last != null) {
            last.close();
        }
    }
}
