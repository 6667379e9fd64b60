package org.vmturntable.traffic.migration;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.plan.Planned;
import org.vmturntable.traffic.residence.Residence;

/** Decides if a migration may begin. */
final class Admission {
    private final MigrationTerms terms;
    private final MigrationWorld world;
    private final MigrationJournal journal;
    private final Planning planning;

    Admission(MigrationTerms terms, MigrationWorld world, MigrationJournal journal, Planning planning) {
        this.planning = planning;
        this.terms = terms;
        this.world = world;
        this.journal = journal;
    }

    /** What the same request began before. */
    Optional<MigrationSaga> repeated(MigrateCommand command) {
        Optional<MigrationSaga> before =
                command.requestId().flatMap(request -> journal.findByRequest(command.caller(), request));
        before.filter(saga -> !asksForTheSame(command, saga.order())).ifPresent(saga -> {
            throw new GridException(
                    FailureCode.REQUEST_REUSED,
                    "This request id was used for another migration: " + saga.id(),
                    Map.of("migration", saga.id().toString()));
        });
        return before;
    }

    /** What a migration would be like that is asked for now; refused as the migration would be. */
    Proposal propose(MigrateCommand command) {
        requireOtherSite(command.destination());
        Bandwidth bandwidth = bandwidth(command);
        Guest guest = guest(command, world.ledger().find(command.vm()));
        return planning.propose(guest, command.destination(), bandwidth, command.bounds());
    }

    MigrationOrder admit(MigrateCommand command, MigrationId id, Instant now) {
        requireOtherSite(command.destination());
        Bandwidth bandwidth = bandwidth(command);
        Optional<Residence> residence = world.ledger().find(command.vm());
        Guest guest = guest(command, residence);
        Planned planned = planning.promise(guest, command.destination(), bandwidth, command.bounds());
        long epoch = 1 + residence.map(Residence::epoch).orElse(0L);
        MigrationOrder order = new MigrationOrder(
                id,
                command.requestId(),
                command.caller(),
                guest,
                terms.site(),
                command.destination(),
                bandwidth,
                epoch,
                planned,
                now);
        requireTime(order);
        return order;
    }

    private Guest guest(MigrateCommand command, Optional<Residence> residence) {
        Guest guest = world.guests()
                .find(command.vm())
                .filter(found -> found.state() != GuestState.ABSENT)
                .orElseThrow(() -> notHere(command, residence.flatMap(Residence::movedTo)));
        world.sites().requireKnown(command.destination());
        requireMovable(guest);
        guest.disks().forEach(disk -> world.guests().images().requireBase(disk.base()));
        return guest;
    }

    /** @throws GridException {@code STATE_FORBIDS} if a migration takes the VM away from here or brings it */
    void requireStays(VmId vm) {
        boolean leaves = journal.ofVm(vm).stream().anyMatch(saga -> !saga.isFinal());
        if (leaves || world.expected().awaits(vm)) {
            throw new GridException(
                    FailureCode.STATE_FORBIDS,
                    "The VM is on the move: cancel its migration first",
                    Map.of("vm", vm.toString()));
        }
    }

    private boolean asksForTheSame(MigrateCommand command, MigrationOrder order) {
        return command.vm().equals(order.vm())
                && command.destination().equals(order.to())
                && command.bandwidth().orElse(terms.bandwidth()).equals(order.bandwidth())
                && command.bounds().equals(order.planned().bounds());
    }

    private void requireOtherSite(SiteId destination) {
        if (destination.equals(terms.site())) {
            throw new GridException(
                    FailureCode.SAME_SITE,
                    "A VM cannot be moved from " + destination + " to " + destination,
                    Map.of("site", destination.toString()));
        }
    }

    private Bandwidth bandwidth(MigrateCommand command) {
        Bandwidth bandwidth = command.bandwidth().orElse(terms.bandwidth());
        if (bandwidth.compareTo(Bandwidth.ZERO) <= 0) {
            throw new GridException(FailureCode.BANDWIDTH_NOT_POSITIVE, "A lightpath needs a bandwidth above zero");
        }
        return bandwidth;
    }

    private void requireTime(MigrationOrder order) {
        var unused = terms.lease().of(order);
    }

    private static GridException notHere(MigrateCommand command, Optional<SiteId> movedTo) {
        Map<String, String> details = new HashMap<>();
        details.put("vm", command.vm().toString());
        movedTo.ifPresent(site -> details.put("movedTo", site.toString()));
        if (movedTo.equals(Optional.of(command.destination()))) {
            return new GridException(
                    FailureCode.VM_ALREADY_THERE, "The VM has moved to " + command.destination() + " already", details);
        }
        return new GridException(
                FailureCode.VM_UNKNOWN,
                movedTo.map(site -> "The VM is not here any more: it has moved to " + site)
                        .orElse("No such VM here: " + command.vm()),
                details);
    }

    private void requireMovable(Guest guest) {
        Map<String, String> details =
                Map.of("vm", guest.id().toString(), "state", guest.state().name());
        if (guest.state() == GuestState.MOVING_OUT || isOnItsWayIn(guest.id())) {
            throw new GridException(
                    FailureCode.VM_ALREADY_MIGRATING, "The VM is on its way in or out already", details);
        }
        if (guest.state() != GuestState.RUNNING) {
            throw new GridException(
                    FailureCode.VM_NOT_RUNNING, "Only a running VM can be moved; it is " + guest.state(), details);
        }
        guest.obstacle().ifPresent(obstacle -> {
            throw new GridException(FailureCode.DISK_NOT_MOVABLE, obstacle, details);
        });
    }

    private boolean isOnItsWayIn(VmId vm) {
        return world.expected().awaits(vm) || world.guests().isTakenIn(vm);
    }
}
