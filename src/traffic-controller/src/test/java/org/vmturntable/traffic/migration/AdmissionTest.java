package org.vmturntable.traffic.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vmturntable.kernel.Failures.assertFails;
import static org.vmturntable.traffic.simulation.SimulatedGrid.AMSTERDAM;
import static org.vmturntable.traffic.simulation.SimulatedGrid.SANDIEGO;
import static org.vmturntable.traffic.simulation.SimulatedGrid.VM;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestDisk;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.plan.Bounds;
import org.vmturntable.traffic.simulation.Hypervisors;
import org.vmturntable.traffic.simulation.SimulatedGrid;
import org.vmturntable.traffic.site.HostingSites.RoomRequest;

/** What is begun, and what is refused at once. */
class AdmissionTest extends SimulatedMigration {
    private static final VmId ARRIVING = VmId.parse("00000000-0000-4000-8000-000000000002");

    @Test
    void answersARepeatedRequestWithTheSameMigration() {
        MigrateCommand command = named("seven");
        MigrationId first = service.start(command).id();
        assertThat(service.start(command).id()).isEqualTo(first);
        grid.settle();
        assertThat(service.start(command).id()).isEqualTo(first);
    }

    @Test
    void refusesARequestIdThatWasUsedForSomethingElse() {
        service.start(named("seven"));
        MigrateCommand other = new MigrateCommand(
                VM,
                SANDIEGO,
                Optional.of(Bandwidth.ofMegabitsPerSecond(100)),
                Optional.of("seven"),
                Bounds.NONE,
                "CN=operator");
        assertFails(FailureCode.REQUEST_REUSED, () -> service.start(other));
    }

    @Test
    void refusesAVmThatIsMigratingAlready() {
        service.start(SimulatedGrid.toSanDiego());
        assertFails(FailureCode.VM_ALREADY_MIGRATING, () -> service.start(SimulatedGrid.toSanDiego()));
    }

    @Test
    void refusesAnUnknownVm() {
        assertFails(FailureCode.VM_UNKNOWN, () -> service.start(command(VmId.random(), SANDIEGO)));
    }

    @Test
    void refusesAnUnknownSite() {
        assertFails(FailureCode.SITE_UNKNOWN, () -> service.start(command(VM, new SiteId("atlantis"))));
    }

    @Test
    void refusesTheSiteWhereTheVmIs() {
        assertFails(FailureCode.SAME_SITE, () -> service.start(command(VM, AMSTERDAM)));
    }

    @Test
    void refusesAVmThatDoesNotRun() {
        grid.hypervisors.put(AMSTERDAM, VM, GuestState.PAUSED);
        assertFails(FailureCode.VM_NOT_RUNNING, () -> service.start(SimulatedGrid.toSanDiego()));
    }

    @Test
    void refusesAGuestThatItsDiskTiesToThisSite() {
        Guest plain = Hypervisors.guest(VM, GuestState.RUNNING);
        grid.hypervisors.put(
                AMSTERDAM,
                new Guest(
                        VM,
                        plain.name(),
                        plain.state(),
                        plain.memory(),
                        1,
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.of("Its disk sda is a cdrom; eject it first")));
        assertFails(FailureCode.DISK_NOT_MOVABLE, () -> service.start(SimulatedGrid.toSanDiego()));
        assertFails(FailureCode.DISK_NOT_MOVABLE, () -> service.plan(SimulatedGrid.toSanDiego()));
        assertThat(grid.journal.latest(1)).isEmpty();
    }

    @Test
    void refusesAGuestWhoseBaseImageIsNotWhatItsNameSays() {
        GuestDisk disk = new GuestDisk("vda", Bytes.ofMebibytes(512), "a".repeat(64), Bytes.ZERO);
        grid.hypervisors.put(
                AMSTERDAM, Hypervisors.guest(VM, GuestState.RUNNING).withDisks(List.of(disk)));
        assertFails(FailureCode.BASE_IMAGE_UNKNOWN, () -> service.start(SimulatedGrid.toSanDiego()));
        assertThat(grid.journal.latest(1)).isEmpty();
    }

    @Test
    void refusesABandwidthOfZero() {
        MigrateCommand command = new MigrateCommand(
                VM, SANDIEGO, Optional.of(Bandwidth.ZERO), Optional.empty(), Bounds.NONE, "CN=operator");
        assertFails(FailureCode.BANDWIDTH_NOT_POSITIVE, () -> service.start(command));
    }

    @Test
    void refusesAGuestThatNoMigrationIsLongEnoughFor() {
        MigrateCommand command = new MigrateCommand(
                VM,
                SANDIEGO,
                Optional.of(Bandwidth.ofMegabitsPerSecond(2)),
                Optional.empty(),
                Bounds.NONE,
                "CN=operator");
        assertFails(FailureCode.COPY_TOO_LONG, () -> service.start(command));
        assertThat(grid.journal.latest(1)).isEmpty();
    }

    @Test
    void saysWhereAVmWentThatHasMoved() {
        migrated();
        assertFails(FailureCode.VM_ALREADY_THERE, () -> service.start(SimulatedGrid.toSanDiego()));
        assertThatThrownBy(() -> service.start(command(VM, new SiteId("chicago"))))
                .isInstanceOfSatisfying(
                        GridException.class, e -> assertThat(e.details()).containsEntry("movedTo", "sandiego"));
    }

    @Test
    void willNotMoveOnAGuestWhoseArrivalIsNotSettled() {
        grid.roomHere.hold(
                SANDIEGO,
                new RoomRequest(
                        MigrationId.random(),
                        SANDIEGO,
                        Hypervisors.guest(ARRIVING, GuestState.RUNNING),
                        grid.clock.instant().plusSeconds(60)));
        grid.hypervisors.put(AMSTERDAM, ARRIVING, GuestState.RUNNING);
        assertFails(FailureCode.VM_ALREADY_MIGRATING, () -> service.start(command(ARRIVING, SANDIEGO)));
    }

    /** Its disks are not known yet, and would be left behind. */
    @Test
    void willNotMoveOnAGuestThatTheHypervisorStillTakesIn() {
        grid.moverHere.takeIn(true);
        assertFails(FailureCode.VM_ALREADY_MIGRATING, () -> service.start(SimulatedGrid.toSanDiego()));
        grid.moverHere.takeIn(false);
        assertThat(service.start(SimulatedGrid.toSanDiego())).isNotNull();
    }

    private static MigrateCommand named(String request) {
        return new MigrateCommand(VM, SANDIEGO, Optional.empty(), Optional.of(request), Bounds.NONE, "CN=operator");
    }

    private static MigrateCommand command(VmId vm, SiteId destination) {
        return new MigrateCommand(vm, destination, Optional.empty(), Optional.empty(), Bounds.NONE, "CN=operator");
    }
}
