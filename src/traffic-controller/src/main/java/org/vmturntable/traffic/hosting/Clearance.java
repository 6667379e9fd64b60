package org.vmturntable.traffic.hosting;

import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.residence.VmLedger;

/**
 * Clears away what aborted arrivals have left: half a guest, and what came of its disks. Calls block for store, gate, hypervisor
 * and file system.
 *
 * <p>Disks are removed under this object's lock and no other: whoever needs no disks is not kept waiting by them, and who asks for
 * the same guest's next arrival waits until they are gone. A hold that is {@link RoomState#CLEARING} is changed here alone.
 */
final class Clearance {
    private static final Logger LOG = LoggerFactory.getLogger(Clearance.class);

    private final SiteId site;
    private final RoomStore store;
    private final GuestMover guests;
    private final VmLedger ledger;
    private final ArrivalGate gate;

    Clearance(SiteId site, RoomStore store, GuestMover guests, VmLedger ledger, ArrivalGate gate) {
        this.site = site;
        this.store = store;
        this.guests = guests;
        this.ledger = ledger;
        this.gate = gate;
    }

    /** All there is to clear. What cannot be cleared now is logged, and keeps nothing else from being cleared. */
    void clearAll() {
        store.clearing().forEach(hold -> {
            try {
                clear(hold.migration());
            } catch (GridException e) {
                LOG.warn(
                        "What migration {} has left here cannot be cleared away yet: {}",
                        hold.migration(),
                        e.getMessage());
            }
        });
    }

    /** Before the guest may come again: what comes then is not to be taken for what is left of this. */
    void clear(VmId vm) {
        store.clearing().stream()
                .filter(hold -> hold.vm().equals(Optional.of(vm)))
                .forEach(hold -> clear(hold.migration()));
    }

    /** Does nothing unless the hold is to be cleared; it stays so while it is not known whose the guest is that is here. */
    void clear(MigrationId migration) {
        if (clearing(migration).isPresent()) {
            gate.end(migration); // which writes the disks
            clearOnce(migration);
        }
    }

    private synchronized void clearOnce(MigrationId migration) {
        clearing(migration).filter(this::leavesNothing).ifPresent(hold -> store.save(hold.on(RoomSignal.CLEARED)));
    }

    private Optional<RoomHold> clearing(MigrationId migration) {
        return store.find(migration).filter(hold -> hold.state() == RoomState.CLEARING);
    }

    /** True if what came was removed, or nothing had come, or what is here is another move's and so are its disks. */
    private boolean leavesNothing(RoomHold hold) {
        Optional<VmId> arrived = arriving(hold).filter(vm -> hold.wasPrepared() && !isExpected(vm));
        return arrived.isEmpty() || removed(arrived.get(), hold);
    }

    private boolean removed(VmId vm, RoomHold hold) {
        return switch (stateOf(vm)) {
            // a hypervisor may keep the definition of a guest that is not here
            case ABSENT, SHUT_OFF -> {
                hold.disks().forEach(disk -> guests.images().discardArrival(vm, disk.target()));
                yield true;
            }
            // no aborted arrival runs: it came another way
            case RUNNING, MOVING_OUT -> true;
            case ARRIVING, PAUSED -> false;
        };
    }

    private boolean isExpected(VmId vm) {
        return store.live().stream().anyMatch(hold -> hold.vm().equals(Optional.of(vm)));
    }

    /**
     * Removes the half of a guest that has arrived; none that another move brought.
     *
     * @throws GridException {@code STATE_FORBIDS} if it runs here
     */
    void discard(RoomHold hold) {
        arriving(hold).ifPresent(this::discard);
    }

    private void discard(VmId vm) {
        requireNotRunning(vm);
        guests.discardArrival(vm);
        // it may have come to life in between: then it stays, and so does the hold
        requireNotRunning(vm);
    }

    private void requireNotRunning(VmId vm) {
        GuestState state = stateOf(vm);
        if (state == GuestState.RUNNING || state == GuestState.MOVING_OUT) {
            throw new GridException(
                    FailureCode.STATE_FORBIDS,
                    "The guest runs at " + site + ": its arrival cannot be undone",
                    Map.of("vm", vm.toString(), "site", site.toString()));
        }
    }

    private Optional<VmId> arriving(RoomHold hold) {
        return hold.vm().filter(vm -> !isAnotherMovesGuest(vm, hold.epoch()));
    }

    private boolean isAnotherMovesGuest(VmId vm, long epoch) {
        return ledger.find(vm)
                .filter(residence -> residence.movedTo().isEmpty() && residence.epoch() > epoch)
                .isPresent();
    }

    private GuestState stateOf(VmId vm) {
        return guests.find(vm).map(Guest::state).orElse(GuestState.ABSENT);
    }
}
