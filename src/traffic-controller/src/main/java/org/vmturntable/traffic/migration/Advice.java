package org.vmturntable.traffic.migration;

import java.util.stream.Collectors;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.traffic.site.Room;

/** What a person can do about a stranded migration. */
final class Advice {
    private Advice() {}

    /** @param reason why it cannot be told where the guest runs: that it has switched and waits is known */
    static String locate(MigrationOrder order, Failure reason) {
        return reason.code() == FailureCode.MEMORY_DIVIDED ? rejoin(order) : locate(order);
    }

    private static String rejoin(MigrationOrder order) {
        return "The guest has switched to " + order.to() + " and waits there for what is still at " + order.from()
                + ". Mend the path between them: the migration then goes on by itself within a minute, or at once by"
                + " `turntable migration retry " + order.id() + "`. Do not start the guest at " + order.from() + ".";
    }

    static String locate(MigrationOrder order) {
        return "It is not known where the guest runs. Look at both hypervisors, " + order.from() + " and " + order.to()
                + "; do not start the guest by hand while it runs at either. The site looks again every minute.";
    }

    /** Its memory is lost. Of its disks those are whole where it ran last: it runs at the destination only when they have come. */
    static String startAgain(MigrationOrder order) {
        return "Its memory cannot be had back; its disks can. End the guest at " + order.to()
                + " by hand, and start it again from its disks: from those at " + order.to()
                + " if it has run there, for what it wrote is whole there and older at " + order.from()
                + "; if it has never run there, from those at " + order.from()
                + ". If the hypervisor's daemon at " + order.from()
                + " still keeps it for this migration, restart that daemon: guests go on without it. The site looks again every minute, and goes on from where it finds the guest running.";
    }

    static String undo(MigrationSaga saga) {
        String ends = saga.possessions()
                .room()
                .map(Room::until)
                .map(until -> " Room and lightpath end by themselves, the room at " + until + ".")
                .orElse(" Room ends by itself with its lease.");
        return "The guest goes on at " + saga.order().from() + ", but perhaps still held: " + held(saga)
                + ". The undo is tried again every minute, until the other side answers." + ends;
    }

    static String forward(MigrationSaga saga) {
        return "The guest runs at " + saga.order().to() + " and stays there. Perhaps still held: " + held(saga)
                + ". Mend what the reason names: it is tried again every minute, and goes on from " + saga.state()
                + ".";
    }

    private static String held(MigrationSaga saga) {
        return saga.held().stream()
                .map(h -> h.name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
