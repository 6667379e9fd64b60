package org.vmturntable.traffic.hosting;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestState;

/** Counts what is taken: guests that are here, and holds whose guest is not. */
final class Occupancy {
    private final Set<VmId> counted = new HashSet<>();
    private long memory;
    private int virtualCpus;

    static FreeRoom free(HostingTerms terms, List<Guest> guests, List<RoomHold> holds) {
        Occupancy taken = new Occupancy();
        guests.stream().filter(Occupancy::takesRoom).forEach(taken::count);
        holds.forEach(taken::count);
        return new FreeRoom(
                new Bytes(Math.max(0, terms.memory().value() - taken.memory)),
                terms.memory(),
                Math.max(0, terms.virtualCpus() - taken.virtualCpus),
                terms.virtualCpus());
    }

    private static boolean takesRoom(Guest guest) {
        return guest.state() != GuestState.SHUT_OFF && guest.state() != GuestState.ABSENT;
    }

    private void count(Guest guest) {
        counted.add(guest.id());
        take(guest.memory(), guest.virtualCpus());
    }

    private void count(RoomHold hold) {
        if (hold.vm().isPresent() && counted.add(hold.vm().get())) {
            take(hold.memory(), hold.virtualCpus());
        }
    }

    private void take(Bytes bytes, int cpus) {
        memory += bytes.value();
        virtualCpus += cpus;
    }
}
