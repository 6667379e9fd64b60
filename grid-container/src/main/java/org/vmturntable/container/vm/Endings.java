package org.vmturntable.container.vm;

import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.migration.MigrationService;
import org.vmturntable.traffic.residence.EndedVm;
import org.vmturntable.traffic.residence.EndedVms;
import org.vmturntable.traffic.residence.Residence;
import org.vmturntable.traffic.residence.VmLedger;

/**
 * Ends machines: no migration of one begins meanwhile, and the edges forget it, if not now then when they can be reached again. What
 * they are to forget is written down before the guest is ended.
 */
public final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final GuestMover guests;
    private final MigrationService migrations;
    private final VmLedger ledger;
    private final EndedVms ended;
    private final Consumer<VmId> gone;

    /** @param gone told of each machine that has ended */
    public Endings(
            GuestMover guests, MigrationService migrations, VmLedger ledger, EndedVms ended, Consumer<VmId> gone) {
        this.guests = guests;
        this.migrations = migrations;
        this.ledger = ledger;
        this.ended = ended;
        this.gone = gone;
    }

    /** @throws GridException {@code STATE_FORBIDS} while it migrates or begins to; {@code HYPERVISOR_FAILED}, {@code STORE_FAILED} */
    void end(VmId vm) {
        migrations.withoutMigration(vm, () -> {
            ended.add(new EndedVm(vm, ledger.find(vm).map(Residence::epoch).orElse(0L)));
            guests.destroy(vm);
        });
        LOG.info("VM {} was ended", vm);
        gone.accept(vm);
    }

    /**
     * Lets edges forget what has ended. To be called now and then.
     *
     * @param forget takes a machine and its epoch; false if an edge has yet to be told
     */
    public void settle(BiPredicate<VmId, Long> forget) {
        ended.all().forEach(each -> settle(each, forget));
    }

    private void settle(EndedVm each, BiPredicate<VmId, Long> forget) {
        try {
            migrations.withoutMigration(each.vm(), () -> {
                // A guest that is here was not ended after all, or was made anew.
                if (isHere(each.vm()) || forget.test(each.vm(), each.epoch())) {
                    ended.remove(each.vm());
                }
            });
        } catch (GridException busy) {
            if (busy.code() != FailureCode.STATE_FORBIDS) {
                throw busy;
            }
            LOG.debug("VM {} is settled later: {}", each.vm(), busy.getMessage());
        }
    }

    private boolean isHere(VmId vm) {
        return guests.find(vm)
                .map(Guest::state)
                .filter(state -> state != GuestState.ABSENT)
                .isPresent();
    }
}
