package org.vmturntable.traffic.hosting;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GatePass;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.residence.Residence;
import org.vmturntable.traffic.residence.VmLedger;
import org.vmturntable.traffic.site.Arrival;
import org.vmturntable.traffic.site.ExpectedGuests;
import org.vmturntable.traffic.site.HostingSites.RoomRequest;
import org.vmturntable.traffic.site.Landing;
import org.vmturntable.traffic.site.Room;

/**
 * This site's room for guests from elsewhere. The store is written first; every order may be repeated under its migration's id;
 * only the site that asked may order. Calls block for the store and the local hypervisor.
 *
 * <p>Holds change under this object's lock, and the hypervisor is asked outside it: one that does not answer keeps nobody waiting
 * who does not need it. What it said may be old when a hold is changed, so each change looks at the hold as it is then.
 */
public final class HostingRoom implements ExpectedGuests {
    private final HostingTerms terms;
    private final RoomStore store;
    private final GuestMover guests;
    private final VmLedger ledger;
    private final ArrivalGate gate;
    private final Clock clock;
    private final DiskRoom disks;
    private final Clearance clearance;

    public HostingRoom(
            HostingTerms terms, RoomStore store, GuestMover guests, VmLedger ledger, ArrivalGate gate, Clock clock) {
        this.terms = terms;
        this.store = store;
        this.guests = guests;
        this.ledger = ledger;
        this.gate = gate;
        this.clock = clock;
        this.disks = new DiskRoom(terms.site(), guests.images());
        this.clearance = new Clearance(terms.site(), store, guests, ledger, gate);
    }

    /** This site's end for lightpaths. */
    public PortId port() {
        return terms.port();
    }

    /** What is free now, ended leases not counted. */
    public FreeRoom free() {
        endLeases();
        List<RoomHold> holds = store.live();
        return Occupancy.free(terms, guests.guests(), holds);
    }

    /** Holds that count as taken, in the order of their lease's ends; may be empty. */
    public List<RoomHold> holds() {
        endLeases();
        return store.live();
    }

    /** The arrival that this site is ready for, if the guest is one that it expects; empty before and after that. */
    public Optional<RoomHold> expected(VmId vm) {
        return store.live().stream()
                .filter(hold -> hold.state() == RoomState.PREPARED)
                .filter(hold -> hold.vm().equals(Optional.of(vm)))
                .findFirst();
    }

    @Override
    public boolean awaits(VmId vm) {
        return store.live().stream().anyMatch(hold -> hold.vm().equals(Optional.of(vm)));
    }

    /**
     * Holds room until the lease ends, or until the site's longest lease does.
     *
     * @throws GridException {@code ROOM_EXHAUSTED}; {@code BASE_IMAGE_UNKNOWN}; {@code VM_ALREADY_THERE} if the guest lives here; {@code STATE_FORBIDS} if
     *     this migration has given its room back; {@code CALLER_NOT_PERMITTED} if the caller asks in another site's name
     */
    public Room hold(SiteId caller, RoomRequest request) {
        requireSame(caller, request.from());
        Optional<RoomHold> known = store.find(request.migration());
        if (known.isPresent()) {
            return heldBefore(caller, known.get());
        }
        endLeases();
        VmId vm = request.guest().id();
        awaitDeparture(vm);
        clearance.clear(vm);
        List<RoomHold> before = store.live();
        List<Guest> here = guests.guests();
        requireElsewhere(here, vm);
        disks.requireBases(request.guest().disks());
        Room held = hold(caller, request, here, before);
        // an abort may have come since: what it removes must not be what arrives in the room that is answered now
        clearance.clear(vm);
        return held;
    }

    /** @param before read before the guests were: a guest that came meanwhile is in one of the two */
    private synchronized Room hold(SiteId caller, RoomRequest request, List<Guest> here, List<RoomHold> before) {
        Optional<RoomHold> meanwhile = store.find(request.migration());
        if (meanwhile.isPresent()) {
            return heldBefore(caller, meanwhile.get());
        }
        List<RoomHold> holds =
                Stream.concat(store.live().stream(), before.stream()).toList();
        requireFits(request.guest(), Occupancy.free(terms, here, holds));
        disks.requireFits(request.guest().disks(), store.live());
        RoomHold hold = newHold(request);
        store.save(hold);
        return room(hold);
    }

    /**
     * Holds room until then, or until the site's longest lease ends if that is sooner; and keeps the gate open as long. Does nothing
     * if the hold lasts so long already.
     *
     * @return when the hold ends now
     * @throws GridException {@code ROOM_UNKNOWN}, {@code CALLER_NOT_PERMITTED}; {@code STATE_FORBIDS} if the hold has ended;
     *     {@code GATE_FAILED}, {@code GATE_FULL}: the hold lasts longer all the same, and the request can be repeated
     */
    public Instant extend(SiteId caller, MigrationId migration, Instant until) {
        endLeases();
        RoomHold hold = extended(caller, migration, until);
        if (hold.state() == RoomState.PREPARED) {
            var unused = announce(hold);
        }
        return hold.until();
    }

    /** The guest may settle, or turn back, in this very moment: then the gate is closed again, whatever it has answered. */
    private Optional<GatePass> announce(RoomHold hold) {
        try {
            return gate.expect(hold);
        } finally {
            noMoreExpected(hold.migration()).ifPresent(over -> gate.end(over.migration()));
        }
    }

    private Optional<RoomHold> noMoreExpected(MigrationId migration) {
        return store.find(migration).filter(hold -> hold.state() != RoomState.PREPARED);
    }

    private synchronized RoomHold extended(SiteId caller, MigrationId migration, Instant until) {
        RoomHold hold = require(caller, migration);
        if (!hold.isLive()) {
            throw forbidden(hold);
        }
        RoomHold longer = hold.withEnd(withinLongestLease(until));
        if (!longer.until().isAfter(hold.until())) {
            return hold;
        }
        store.save(longer);
        return longer;
    }

    private Instant withinLongestLease(Instant until) {
        Instant latest = clock.instant().plus(terms.longestLease());
        return until.isBefore(latest) ? until : latest;
    }

    /**
     * Expects the guest from here on.
     *
     * @param epoch the move's number in the VM's life
     * @throws GridException {@code ROOM_UNKNOWN}, {@code CALLER_NOT_PERMITTED}; {@code STATE_FORBIDS} if the hold has ended, or
     *     ends meanwhile; {@code STALE_EPOCH} if the VM was seen here in a later epoch; {@code GATE_FAILED}, {@code GATE_FULL}
     */
    public Landing prepare(SiteId caller, MigrationId migration, long epoch) {
        endLeases();
        RoomHold hold = expect(caller, migration, epoch);
        Landing landing = terms.landing().through(announce(hold));
        noMoreExpected(migration).ifPresent(over -> {
            throw forbidden(over);
        });
        return landing;
    }

    private synchronized RoomHold expect(SiteId caller, MigrationId migration, long epoch) {
        RoomHold hold = require(caller, migration);
        requireNewest(hold, epoch);
        if (hold.state() != RoomState.PREPARED) {
            store.save(hold.on(RoomSignal.PREPARE).withEpoch(epoch));
        }
        hold.vm().ifPresent(vm -> guests.expect(vm, migration));
        return hold;
    }

    /**
     * What is known here of an arrival; nothing held and the guest absent if this migration never asked. A guest that runs already has
     * not arrived while a part of its memory is still at its source: it would end with that.
     *
     * @throws GridException {@code CALLER_NOT_PERMITTED}
     */
    public Arrival arrival(SiteId caller, MigrationId migration) {
        return store.find(migration)
                .map(hold -> toSource(permitted(caller, hold)))
                .orElse(new Arrival(false, GuestState.ABSENT, Optional.empty()));
    }

    /**
     * Counts the guest as this site's from now on.
     *
     * @throws GridException {@code ROOM_UNKNOWN}, {@code CALLER_NOT_PERMITTED}; {@code VM_NOT_RUNNING} while it is still arriving, or
     *     is not here though it was not counted before; {@code STATE_FORBIDS} if the hold was given back
     */
    public Arrival commit(SiteId caller, MigrationId migration) {
        RoomHold hold = require(caller, migration);
        Arrival arrival = seen(hold);
        boolean missing = arrival.guest() == GuestState.ABSENT || arrival.guest() == GuestState.SHUT_OFF;
        if (arrival.guest() == GuestState.ARRIVING || (missing && hold.state() != RoomState.COMMITTED)) {
            throw new GridException(
                    FailureCode.VM_NOT_RUNNING,
                    "The guest does not run at " + terms.site() + ": " + arrival.guest(),
                    Map.of("migration", migration.toString()));
        }
        count(caller, migration);
        gate.end(migration);
        return arrival;
    }

    private synchronized void count(SiteId caller, MigrationId migration) {
        RoomHold hold = require(caller, migration);
        RoomHold committed = hold.state() == RoomState.COMMITTED ? hold : hold.on(RoomSignal.COMMIT);
        hold.vm().ifPresent(vm -> ledger.record(Residence.here(vm, hold.epoch())));
        store.save(committed);
    }

    /**
     * Gives the room back and removes a guest that arrived half. A hold that is asked for later under this id is refused.
     *
     * @throws GridException {@code CALLER_NOT_PERMITTED}; {@code STATE_FORBIDS} if the guest runs here, or was committed
     */
    public void abort(SiteId caller, MigrationId migration) {
        RoomHold hold = permitted(caller, knownOrRefusedFromNowOn(caller, migration));
        if (!hold.isAborted()) {
            requireMay(hold, RoomSignal.ABORT);
            clearance.discard(hold);
            giveBack(caller, migration);
        }
        clearance.clear(migration);
    }

    /**
     * Clears away what aborted arrivals have left on disks. To be called at the start, and now and then: an abort may have died in
     * it. What cannot be cleared is logged, and left to the next call.
     */
    public void clearAborted() {
        clearance.clearAll();
    }

    private synchronized RoomHold knownOrRefusedFromNowOn(SiteId caller, MigrationId migration) {
        return store.find(migration).orElseGet(() -> {
            RoomHold never = RoomHold.neverAskedFor(migration, caller, clock.instant());
            store.save(never);
            return never;
        });
    }

    private synchronized void giveBack(SiteId caller, MigrationId migration) {
        RoomHold hold = require(caller, migration);
        if (!hold.isAborted()) {
            store.save(hold.on(RoomSignal.ABORT));
        }
    }

    private static void requireMay(RoomHold hold, RoomSignal signal) {
        var unused = hold.on(signal);
    }

    /** Gives back what was held beyond its lease, unless the guest is here and takes up room. To be called now and then; the other calls do it too. */
    public void endLeases() {
        store.live().stream()
                .filter(this::isOverdue)
                .filter(this::isWithoutGuest)
                // an answer of the hypervisor takes its time, and a guest that is expected may have come in it
                .filter(hold -> hold.state() != RoomState.PREPARED || isWithoutGuest(hold))
                .forEach(this::endLease);
    }

    /** @param seen the hold for which the guest was looked for: one that has changed since is left to the next look */
    private synchronized void endLease(RoomHold seen) {
        store.find(seen.migration())
                .filter(seen::equals)
                .filter(this::isOverdue)
                .ifPresent(hold -> store.save(hold.on(RoomSignal.LEASE_END)));
    }

    private boolean isWithoutGuest(RoomHold hold) {
        GuestState state = hold.vm().map(this::stateOf).orElse(GuestState.ABSENT);
        return state == GuestState.ABSENT || state == GuestState.SHUT_OFF;
    }

    private boolean isOverdue(RoomHold hold) {
        return !clock.instant().isBefore(hold.until());
    }

    private RoomHold newHold(RoomRequest request) {
        return new RoomHold(
                request.migration(),
                request.from(),
                Optional.of(request.guest().id()),
                request.guest().memory(),
                request.guest().virtualCpus(),
                request.guest().disks(),
                withinLongestLease(request.until()),
                RoomMoves.TABLE.start(),
                0);
    }

    private Room heldBefore(SiteId caller, RoomHold hold) {
        if (!permitted(caller, hold).isLive()) {
            throw forbidden(hold);
        }
        return room(hold);
    }

    private Room room(RoomHold hold) {
        return new Room(terms.port(), hold.until());
    }

    private void requireFits(Guest guest, FreeRoom free) {
        if (!free.fits(guest.memory(), guest.virtualCpus())) {
            throw new GridException(
                    FailureCode.ROOM_EXHAUSTED,
                    "No room at " + terms.site() + " for " + guest.memory() + " and " + guest.virtualCpus()
                            + " processors",
                    Map.of(
                            "site",
                            terms.site().toString(),
                            "memory",
                            guest.memory().toString()));
        }
    }

    /** A guest that comes back at once may find its hypervisor of before not yet ended. */
    private void awaitDeparture(VmId vm) {
        ledger.find(vm).flatMap(Residence::movedTo).ifPresent(elsewhere -> guests.awaitDeparture(vm));
    }

    private void requireElsewhere(List<Guest> here, VmId vm) {
        boolean alive = here.stream()
                .filter(guest -> guest.id().equals(vm))
                .map(Guest::state)
                .anyMatch(state -> state != GuestState.ABSENT && state != GuestState.SHUT_OFF);
        if (alive) {
            throw new GridException(
                    FailureCode.VM_ALREADY_THERE,
                    "The VM is at " + terms.site() + " already",
                    Map.of("vm", vm.toString(), "site", terms.site().toString()));
        }
    }

    private void requireNewest(RoomHold hold, long epoch) {
        long seen = hold.vm().flatMap(ledger::find).map(Residence::epoch).orElse(0L);
        if (epoch <= seen) {
            throw new GridException(
                    FailureCode.STALE_EPOCH,
                    "The VM was here in epoch " + seen + "; move " + epoch + " is older",
                    Map.of("epoch", Long.toString(epoch), "seen", Long.toString(seen)));
        }
    }

    private Arrival toSource(RoomHold hold) {
        Arrival seen = seen(hold);
        boolean lacking = seen.guest() == GuestState.RUNNING
                && hold.vm().filter(guests::lacksMemory).isPresent();
        return lacking ? new Arrival(seen.held(), GuestState.ARRIVING, seen.resumed()) : seen;
    }

    private Arrival seen(RoomHold hold) {
        GuestState state = hold.vm().map(this::stateOf).orElse(GuestState.ABSENT);
        return new Arrival(
                hold.isLive() || hold.state() == RoomState.COMMITTED,
                state,
                hold.vm().filter(vm -> state == GuestState.RUNNING).flatMap(guests::lastResumed));
    }

    private GuestState stateOf(VmId vm) {
        return guests.find(vm).map(Guest::state).orElse(GuestState.ABSENT);
    }

    private RoomHold require(SiteId caller, MigrationId migration) {
        RoomHold hold = store.find(migration)
                .orElseThrow(() -> new GridException(
                        FailureCode.ROOM_UNKNOWN,
                        "Nothing is held here for migration " + migration,
                        Map.of("migration", migration.toString())));
        return permitted(caller, hold);
    }

    private RoomHold permitted(SiteId caller, RoomHold hold) {
        requireSame(caller, hold.from());
        return hold;
    }

    private static void requireSame(SiteId caller, SiteId owner) {
        if (!caller.equals(owner)) {
            throw new GridException(
                    FailureCode.CALLER_NOT_PERMITTED,
                    "The room was asked for by another site than " + caller,
                    Map.of("caller", caller.toString()));
        }
    }

    private static GridException forbidden(RoomHold hold) {
        return new GridException(
                FailureCode.STATE_FORBIDS,
                "The room of migration " + hold.migration() + " is " + hold.state() + " and cannot be held again",
                Map.of(
                        "migration",
                        hold.migration().toString(),
                        "state",
                        hold.state().name()));
    }
}
