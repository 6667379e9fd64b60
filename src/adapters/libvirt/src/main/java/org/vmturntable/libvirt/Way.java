package org.vmturntable.libvirt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.gate.Expected;
import org.vmturntable.gate.GateControl;
import org.vmturntable.gate.StreamState;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.guest.GatePass;
import org.vmturntable.traffic.guest.MoveOrder;

/** Which way a guest's memory goes: through the gates of both sites, or where one of them has none, straight to the destination. */
final class Way {
    private static final Logger log = LoggerFactory.getLogger(Way.class);
    /** Longer than any lightpath is granted at a time. */
    private static final Duration LEASE = Duration.ofMinutes(20);

    private final MoveOrder order;
    private final Optional<Gated> gated;

    private record Gated(GateControl gate, GatePass pass) {}

    /** @param gate this site's, if it has one */
    Way(MoveOrder order, Optional<GateControl> gate) {
        this.order = order;
        this.gated = gate.flatMap(own -> order.gate().map(pass -> new Gated(own, pass)));
    }

    boolean isGated() {
        return gated.isPresent();
    }

    /**
     * Where this site's QEMU has to send to; opens the way there if it is not open yet.
     *
     * @throws GridException {@code GATE_FAILED}, {@code TICKET_REFUSED}, {@code GATE_FULL}
     */
    URI stream() {
        return gated.map(this::opened).orElse(order.stream());
    }

    /**
     * What has been sent to the entrance, and will be, goes over the path from here on; begins the gate's lease anew.
     *
     * @throws GridException as {@link #stream}
     */
    void open() {
        gated.ifPresent(through -> {
            var unused = opened(through);
        });
    }

    /** The same address, with the way perhaps not open yet: what is sent there waits, if there is a gate. */
    URI entrance() {
        return gated.map(through -> local(through.gate()
                        .listen(through.pass().migration(), order.stream().getHost(), expected(through.pass()), LEASE)))
                .orElse(order.stream());
    }

    /** Where the destination's QEMU has to listen. */
    String listenAddress() {
        return isGated() ? "127.0.0.1" : order.stream().getHost();
    }

    private URI opened(Gated through) {
        GatePass pass = through.pass();
        return local(through.gate().open(pass.migration(), order.stream().getHost(), expected(pass), LEASE));
    }

    private static Expected expected(GatePass pass) {
        return new Expected(pass.ticket(), pass.memoryPort(), pass.streamPort());
    }

    private static URI local(InetSocketAddress near) {
        return URI.create("tcp://" + near.getAddress().getHostAddress() + ":" + near.getPort());
    }

    /** True if a stream has broken and this site's QEMU has not been told. */
    boolean isBroken() {
        try {
            return gated.isPresent()
                    && gated.get().gate().state(gated.get().pass().migration()).stream()
                            .anyMatch(StreamState::broken);
        } catch (GridException e) {
            log.debug("The gate does not tell how the streams of {} stand", order.vm(), e);
            return false;
        }
    }

    /**
     * A stream to what takes the guest's disks in at the destination.
     *
     * @throws IOException if there is none
     */
    ByteChannel disks() throws IOException {
        Gated through =
                gated.orElseThrow(() -> new IOException("disks go through gates, and one of the two sites has none"));
        try {
            return through.gate().disk(through.pass().migration());
        } catch (GridException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * From here on the destination's QEMU gets nothing more until the disks are there.
     *
     * @throws GridException {@code GATE_FAILED}
     */
    void hold() {
        gated.ifPresent(through -> through.gate().hold(through.pass().migration()));
    }

    /**
     * The guest, which has disks, is about to switch by post-copy.
     *
     * @see GateControl#prepareSwitch
     * @throws GridException {@code GATE_FAILED}: its state is not known to wait for its disks
     */
    void prepareSwitch() {
        gated.ifPresent(through -> through.gate().prepareSwitch(through.pass().migration()));
    }

    /** The last blocks of its disks are on their way. */
    void letFollow() {
        tell(
                "told of the last blocks",
                through -> through.gate().letFollow(through.pass().migration()));
    }

    /** The migration that this is the way of; empty if it needs no gate. */
    Optional<MigrationId> migration() {
        return gated.map(through -> through.pass().migration());
    }

    /** Tells this site's QEMU of the break. */
    void passBreak() {
        tell(
                "told of the break",
                through -> through.gate().passBreak(through.pass().migration()));
    }

    /** The guest's place is known: nothing of the way is needed any more. */
    void end() {
        tell("ended", through -> through.gate().end(through.pass().migration()));
    }

    private interface GateOrder {
        void give(Gated through);
    }

    private void tell(String what, GateOrder gateOrder) {
        gated.ifPresent(through -> {
            try {
                gateOrder.give(through);
            } catch (GridException e) {
                log.warn("The way of {} could not be {}: {}", order.vm(), what, e.getMessage());
            }
        });
    }
}
