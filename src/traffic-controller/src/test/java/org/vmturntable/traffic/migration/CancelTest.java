package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.traffic.simulation.SimulatedGrid;

class CancelTest extends SimulatedMigration {
    @ParameterizedTest
    @EnumSource(
            value = MigrationState.class,
            names = {"REQUESTED", "ROOM_HELD", "AUTHORISED", "RESERVED", "ARRIVAL_PREPARED"})
    void turnsBackWhenCancelledBeforeTheCopy(MigrationState when) {
        cancelIn(when);
        assertRolledBack(service.start(SimulatedGrid.toSanDiego()), FailureCode.CANCELLED);
    }

    @Test
    void turnsBackWhenCancelledDuringTheCopyThoughTheHypervisorHadNotBegun() {
        cancelIn(MigrationState.COPYING);
        assertRolledBack(service.start(SimulatedGrid.toSanDiego()), FailureCode.CANCELLED);
    }

    @ParameterizedTest
    @EnumSource(
            value = MigrationState.class,
            names = {"SWITCHED_OVER", "TUNNEL_MOVED", "SETTLED", "COMPLETED"})
    void refusesToCancelAfterTheSwitchover(MigrationState when) {
        List<FailureCode> refusals = new ArrayList<>();
        service.addListener(saga -> {
            if (saga.state() == when) {
                assertFails(FailureCode.STATE_FORBIDS, () -> service.cancel(saga.id()));
                refusals.add(FailureCode.STATE_FORBIDS);
            }
        });
        assertThat(migrated().state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(refusals).isNotEmpty();
    }

    @Test
    void takesARepeatedCancelForTheSame() {
        MigrationSaga saga = service.start(SimulatedGrid.toSanDiego());
        service.cancel(saga.id());
        service.cancel(saga.id());
        assertRolledBack(saga, FailureCode.CANCELLED);
        assertThat(service.cancel(saga.id()).state()).isEqualTo(MigrationState.ROLLED_BACK);
    }

    private void cancelIn(MigrationState state) {
        service.addListener(saga -> {
            if (saga.state() == state && !saga.history().cancelAsked()) {
                service.cancel(saga.id());
            }
        });
    }
}
