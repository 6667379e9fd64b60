package org.vmturntable.libvirt;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.TypedParameter;
import org.libvirt.TypedStringParameter;
import org.libvirt.TypedUlongParameter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.traffic.guest.Convergence;
import org.vmturntable.traffic.guest.MoveOrder;

/**
 * libvirt's migration call, peer to peer: this site's libvirtd leads it with the destination's, so it goes on when this process
 * dies. The call blocks until the end and so has a connection and a daemon thread of its own.
 */
final class MigrationCall {
    private static final Logger log = LoggerFactory.getLogger(MigrationCall.class);
    // virDomainMigrateFlags, libvirt-domain.h
    private static final int LIVE = 1;
    private static final int PEER_TO_PEER = 1 << 1;
    private static final int PERSIST_AT_DESTINATION = 1 << 3;
    private static final int UNDEFINE_AT_SOURCE = 1 << 4;
    /** libvirt refuses a disk that both sites do not share; that the destination has its own copy is not its matter here. */
    private static final int UNSAFE = 1 << 9;

    private static final int COMPRESSED = 1 << 11;
    private static final int AUTO_CONVERGE = 1 << 13;
    private static final int POST_COPY = 1 << 15;
    private static final int FLAGS = LIVE | PEER_TO_PEER | PERSIST_AT_DESTINATION | UNDEFINE_AT_SOURCE;

    /** What is asked of libvirt. */
    enum Kind {
        PRE_COPY(FLAGS),
        /** The guest may be switched before its memory is whole at the destination. */
        POST_COPY(FLAGS | MigrationCall.POST_COPY);

        private final int flags;

        Kind(int flags) {
            this.flags = flags;
        }
    }

    private static final long MEBIBYTE = 1L << 20;
    /** Of pages as they were sent, in this site's memory while a guest moves; a power of two. More than this a path hardly carries within a pass. */
    private static final long DELTA_CACHE = 256 * MEBIBYTE;

    // Headers take 1 to 3 %; what QEMU sends too fast would stand in a queue before the guest's last pages.
    private static final double SHARE_OF_PATH = 0.95;
    // the guest waits for it, and nothing comes behind it: all that the headers leave
    private static final double SHARE_AFTER_SWITCH = 0.98;

    private MigrationCall() {}

    /**
     * Begins the call, for which the way need not be open yet if it leads through a gate; the future ends with it, with {@link LibvirtException} if it failed.
     *
     * @param disks the guest has some, which are brought to the destination beside this
     * @throws org.vmturntable.kernel.GridException what {@link Way#entrance} throws: nothing has been begun
     */
    static CompletableFuture<Void> begin(Hypervisor hypervisor, MoveOrder order, Way way, Kind kind, boolean disks) {
        int flags = kind.flags | (disks ? UNSAFE : 0) | flags(order.convergence());
        CompletableFuture<Void> end = new CompletableFuture<>();
        TypedParameter[] parameters = parameters(order, way, kind);
        Thread thread = new Thread(() -> run(hypervisor, order, parameters, flags, end), "move-" + order.vm());
        thread.setDaemon(true);
        thread.start();
        return end;
    }

    private static int flags(Convergence convergence) {
        return (convergence.deltas() ? COMPRESSED : 0) | (convergence.mostThrottled() > 0 ? AUTO_CONVERGE : 0);
    }

    private static void run(
            Hypervisor hypervisor,
            MoveOrder order,
            TypedParameter[] parameters,
            int flags,
            CompletableFuture<Void> end) {
        try {
            OpenConnection connection = hypervisor.openAnother();
            try {
                migrate(connection, order, parameters, flags);
            } finally {
                closeQuietly(connection);
            }
            end.complete(null);
        } catch (LibvirtException | RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private static void migrate(OpenConnection connection, MoveOrder order, TypedParameter[] parameters, int flags)
            throws LibvirtException {
        Domain domain = connection.domainLookupByUUIDString(order.vm().toString());
        try {
            domain.migrateToURI(order.control().toString(), parameters, flags);
        } finally {
            domain.free();
        }
    }

    /** The destination's QEMU listens behind its gate alone, or on the lightpath's address alone. */
    private static TypedParameter[] parameters(MoveOrder order, Way way, Kind kind) {
        List<TypedParameter> parameters = new ArrayList<>(List.of(
                new TypedStringParameter("migrate_uri", way.entrance().toString()),
                new TypedStringParameter("listen_address", way.listenAddress()),
                new TypedUlongParameter("bandwidth", mebibytesPerSecond(order.bandwidth()))));
        if (kind != Kind.PRE_COPY) {
            long rate = mebibytesPerSecond(order.bandwidth(), SHARE_AFTER_SWITCH);
            parameters.add(new TypedUlongParameter("bandwidth.postcopy", rate));
        }
        if (order.convergence().deltas()) {
            parameters.add(new TypedStringParameter("compression", "xbzrle"));
            parameters.add(new TypedUlongParameter("compression.xbzrle.cache", DELTA_CACHE));
        }
        return parameters.toArray(TypedParameter[]::new);
    }

    /** libvirt takes whole MiB/s, and 0 for "no limit"; so a path of less than 9 Mbit/s is overrun. */
    static long mebibytesPerSecond(Bandwidth path) {
        return mebibytesPerSecond(path, SHARE_OF_PATH);
    }

    private static long mebibytesPerSecond(Bandwidth path, double share) {
        return Math.max(1, (long) (path.bytesPerSecond() * share) / MEBIBYTE);
    }

    private static void closeQuietly(OpenConnection connection) {
        try {
            connection.close();
        } catch (LibvirtException e) {
            log.debug("The move's connection was already gone", e);
        }
    }
}
