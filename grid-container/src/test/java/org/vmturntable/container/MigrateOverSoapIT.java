package org.vmturntable.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocument;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocumentResponse;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.GridFault;
import org.vmturntable.soap.migration.MigrationProperties;
import org.vmturntable.soap.migration.Retry;
import org.vmturntable.soap.site.SiteDirectory;
import org.vmturntable.soap.site.SiteProperties;
import org.vmturntable.soap.types.MigrationOutcome;
import org.vmturntable.soap.types.MigrationPlan;
import org.vmturntable.soap.types.MigrationStep;
import org.vmturntable.soap.types.MigrationStrategy;
import org.vmturntable.soap.types.Peer;
import org.vmturntable.soap.types.VmEntry;
import org.vmturntable.soap.types.Written;
import org.vmturntable.soap.vm.Migrate;
import org.vmturntable.soap.vm.PlanMigration;
import org.vmturntable.soap.vm.VmProperties;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestDisk;
import org.vmturntable.traffic.hosting.RoomHold;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationState;

/** A whole migration by SOAP: three sites and an edge with real stores and certificates, devices in memory. */
class MigrateOverSoapIT extends SharedGrid {
    @Test
    void movesAMachineAndTellsEveryStepToItsSubscriber() throws Exception {
        Guest guest = grid.boot("amsterdam", 200);
        try (RecordingConsumer consumer = new RecordingConsumer()) {
            Migrate order = TestGrid.order("sandiego");
            order.setSubscribe(consumer.subscription());
            MigrationId id = grid.migrate("amsterdam", guest.id(), order);
            assertThat(seen.end("amsterdam", id).state()).isEqualTo(MigrationState.COMPLETED);
            Observation.await("the last message", () -> consumer.received().size() >= 10);
            assertThat(consumer.received())
                    .containsExactly(
                            "1 REQUESTED",
                            "2 ROOM_HELD",
                            "3 AUTHORISED",
                            "4 RESERVED",
                            "5 ARRIVAL_PREPARED",
                            "6 COPYING",
                            "7 SWITCHED_OVER",
                            "8 TUNNEL_MOVED",
                            "9 SETTLED",
                            "10 COMPLETED");
            seen.assertLivesAt("sandiego", guest, id);
            MigrationProperties told = seen.properties("amsterdam", id);
            assertThat(told.getOutcome()).isEqualTo(MigrationOutcome.COMPLETED);
            assertThat(told.getRttMs()).isEqualTo(198);
            assertThat(told.getElementsSwitched()).isEqualTo(3);
            assertThat(told.getBandwidthBps()).isEqualTo(900_000_000);
            assertThat(told.getBytesMoved()).isEqualTo(guest.memory().value());
            assertThat(told.getStep()).extracting(MigrationStep::getName).contains("HOLD_ROOM", "MOVE_GUEST");
        }
    }

    @Test
    void movesAMachineThreeTimesRound() throws Exception {
        Guest guest = grid.boot("amsterdam", 200);
        for (List<String> hop : List.of(
                List.of("amsterdam", "sandiego"), List.of("sandiego", "chicago"), List.of("chicago", "amsterdam"))) {
            MigrationId id = grid.migrate(hop.get(0), guest.id(), TestGrid.order(hop.get(1)));
            MigrationSaga saga = seen.end(hop.get(0), id);
            assertThat(saga.state()).as(saga.failure().toString()).isEqualTo(MigrationState.COMPLETED);
            seen.assertLivesAt(hop.get(1), guest, id);
        }
    }

    @Test
    void saysWhereAMachineWentThatIsNoLongerHere() throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        seen.end("amsterdam", grid.migrate("amsterdam", guest.id(), TestGrid.order("chicago")));
        GridFault fault = refusal(() -> grid.migrate("amsterdam", guest.id(), TestGrid.order("sandiego")));
        assertThat(fault.kind()).isEqualTo(GridFault.Kind.UNKNOWN_RESOURCE);
        assertThat(fault.details())
                .containsEntry("movedTo", "chicago")
                .containsEntry(
                        "movedToReference",
                        grid.at("chicago", "/vm/" + guest.id()).toString());
    }

    @Test
    void answersARepeatedRequestWithTheSameMigration() throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        Migrate order = TestGrid.order("chicago");
        order.setClientRequestId(UUID.randomUUID().toString());
        MigrationId first = grid.migrate("amsterdam", guest.id(), order);
        assertThat(grid.migrate("amsterdam", guest.id(), order)).isEqualTo(first);
        seen.end("amsterdam", first);
    }

    @Test
    void refusesAnUnknownMachine() {
        assertRefused("amsterdam", new VmId(UUID.randomUUID()), TestGrid.order("chicago"), FailureCode.VM_UNKNOWN);
    }

    @Test
    void refusesAnUnknownSiteAndItsOwn() {
        Guest guest = grid.boot("amsterdam", 64);
        assertRefused("amsterdam", guest.id(), TestGrid.order("atlantis"), FailureCode.SITE_UNKNOWN);
        assertRefused("amsterdam", guest.id(), TestGrid.order("edge"), FailureCode.SITE_UNKNOWN);
        assertRefused("amsterdam", guest.id(), TestGrid.order("amsterdam"), FailureCode.SAME_SITE);
    }

    @Test
    void refusesAMachineThatIsMigrating() throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        grid.hypervisors.holdCopies();
        MigrationId id = grid.migrate("amsterdam", guest.id(), TestGrid.order("chicago"));
        assertRefused("amsterdam", guest.id(), TestGrid.order("sandiego"), FailureCode.VM_ALREADY_MIGRATING);
        grid.hypervisors.releaseCopies();
        seen.end("amsterdam", id);
        seen.assertLivesAt("chicago", guest, id);
    }

    @Test
    void refusesNoBandwidth() throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        Migrate order = TestGrid.order("chicago");
        order.setBandwidthBps(0L);
        assertRefused("amsterdam", guest.id(), order, FailureCode.BANDWIDTH_NOT_POSITIVE);
    }

    @Test
    void refusesAMachineThatWouldTakeLongerThanAMigrationMay() throws Exception {
        Migrate order = TestGrid.order("chicago");
        order.setBandwidthBps(100_000L);
        assertRefused("amsterdam", grid.boot("amsterdam", 200).id(), order, FailureCode.COPY_TOO_LONG);
    }

    @Test
    void saysWhatAMigrationWouldCostAndReservesNothing() throws Exception {
        Guest guest = grid.boot("amsterdam", 200);
        PlanMigration question = new PlanMigration();
        question.setDestinationSite("sandiego");
        MigrationPlan plan =
                grid.vm("amsterdam", guest.id()).planMigration(question).getPlan();
        assertThat(plan.getStrategy()).isEqualTo(MigrationStrategy.PRECOPY_THEN_POSTCOPY);
        assertThat(plan.getRoundTripUs()).isEqualTo(198_000);
        assertThat(plan.getBandwidthBps()).isEqualTo(900_000_000);
        assertThat(plan.getBytes()).isGreaterThan(guest.memory().value());
        assertThat(plan.getBlackoutMs()).isBetween(99L, plan.getBlackoutBoundMs());
        assertThat(plan.getWritten()).extracting(Written::getWithinMs).containsExactly(1_000L, 3_000L);
        question.setMaxBlackoutMs(99L);
        assertRefused(
                FailureCode.BOUND_IMPOSSIBLE,
                () -> grid.vm("amsterdam", guest.id()).planMigration(question));
        question.setBandwidthBps(2_000_000_000L);
        assertRefused(
                FailureCode.BANDWIDTH_ABOVE_LINK,
                () -> grid.vm("amsterdam", guest.id()).planMigration(question));
        seen.assertNothingHeld();
    }

    @Test
    void refusesABoundThatCannotBeKeptAndReservesNothing() throws Exception {
        Migrate order = TestGrid.order("sandiego");
        order.setMaxBlackoutMs(99L);
        VmId vm = grid.boot("amsterdam", 64).id();
        GridFault fault = refusal(() -> grid.migrate("amsterdam", vm, order));
        assertThat(fault.kind()).isEqualTo(GridFault.Kind.NO_CAPACITY);
        assertThat(fault.code()).isEqualTo(FailureCode.BOUND_IMPOSSIBLE.name());
        assertThat(fault.details()).containsEntry("leastMs", "99").containsKey("blackoutBoundMs");
        order.setMaxBlackoutMs(null);
        order.setDeadline(Instant.now());
        assertRefused("amsterdam", vm, order, FailureCode.BOUND_IMPOSSIBLE);
        assertThat(grid.container("amsterdam").migrations().orElseThrow().ofVm(vm))
                .isEmpty();
        seen.assertNothingHeld();
    }

    @Test
    void showsWhatWasPromisedBesideTheOutcome() throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        Migrate order = TestGrid.order("sandiego");
        order.setMaxBlackoutMs(400L);
        MigrationId id = grid.migrate("amsterdam", guest.id(), order);
        assertThat(seen.end("amsterdam", id).state()).isEqualTo(MigrationState.COMPLETED);
        MigrationProperties told = seen.properties("amsterdam", id);
        assertThat(told.getPredictedBlackoutMs()).isBetween(99L, told.getBlackoutBoundMs());
        assertThat(told.getBlackoutMs()).isLessThanOrEqualTo(told.getBlackoutBoundMs());
        assertThat(told.getBlackoutBoundMs()).isLessThanOrEqualTo(400);
    }

    @Test
    void refusesToTakeUpAMigrationThatIsNotStranded() throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        MigrationId id = grid.migrate("amsterdam", guest.id(), TestGrid.order("chicago"));
        seen.end("amsterdam", id);
        assertRefused(
                FailureCode.STATE_FORBIDS, () -> grid.migration("amsterdam", id).retry(new Retry()));
    }

    @Test
    void turnsBackWhenNoFibreLeadsToTheDestination() throws Exception {
        grid.start(TestGrid.UNLINKED);
        assertTurnsBack(grid.boot("amsterdam", 64), TestGrid.order(TestGrid.UNLINKED), FailureCode.NO_PATH);
    }

    @Test
    void turnsBackWhenTheDestinationHasTooLittleMemory() throws Exception {
        Guest guest = grid.boot("amsterdam", 4096);
        assertTurnsBack(guest, TestGrid.order("sandiego"), FailureCode.ROOM_EXHAUSTED);
    }

    @Test
    void aMachineWithADiskGoesOnlyWhereItsBaseImageIs() throws Exception {
        GuestDisk disk = new GuestDisk("vda", Bytes.ofMebibytes(512), "c0ffee".repeat(10) + "2006", new Bytes(4711));
        Guest guest = grid.boot("amsterdam", 64).withDisks(List.of(disk));
        grid.hypervisors.boot("amsterdam", guest);
        grid.hypervisors.putBaseImage("amsterdam", disk.base());
        assertThat(machine("amsterdam", guest).getDisk())
                .singleElement()
                .satisfies(shown -> assertThat(shown.getBase()).isEqualTo(disk.base()))
                .satisfies(shown -> assertThat(shown.getWrittenBytes()).isEqualTo(4711));
        assertTurnsBack(guest, TestGrid.order("sandiego"), FailureCode.BASE_IMAGE_UNKNOWN);

        grid.hypervisors.putBaseImage("sandiego", disk.base());
        MigrationId id = grid.migrate("amsterdam", guest.id(), TestGrid.order("sandiego"));
        assertThat(seen.end("amsterdam", id).state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(grid.container("sandiego").foundation().store().rooms().find(id))
                .map(RoomHold::disks)
                .contains(List.of(disk));
    }

    private static VmProperties machine(String site, Guest guest) throws Exception {
        return (VmProperties) grid.vm(site, guest.id())
                .getResourcePropertyDocument(new GetResourcePropertyDocument())
                .getAny();
    }

    @Test
    void turnsBackWhenNoLinkCarriesTheBandwidth() throws Exception {
        Migrate order = TestGrid.order("sandiego");
        order.setBandwidthBps(2_000_000_000L);
        assertTurnsBack(grid.boot("amsterdam", 64), order, FailureCode.BANDWIDTH_ABOVE_LINK);
    }

    @Test
    void turnsBackWhenTheNetworkIsFull() throws Exception {
        Guest first = grid.boot("amsterdam", 64);
        grid.hypervisors.holdCopies();
        MigrationId busy = grid.migrate("amsterdam", first.id(), TestGrid.order("sandiego"));
        Observation.await("the path in use", () -> seen.saga("amsterdam", busy).state() == MigrationState.COPYING);
        Guest second = grid.boot("chicago", 64);
        MigrationId id = grid.migrate("chicago", second.id(), TestGrid.order("sandiego"));
        MigrationSaga saga = seen.end("chicago", id);
        assertThat(saga.state()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(saga.failure().orElseThrow().code()).isEqualTo(FailureCode.PORT_IN_USE);
        grid.hypervisors.releaseCopies();
        seen.end("amsterdam", busy);
        seen.assertLivesAt("chicago", second, id);
        seen.assertLivesAt("sandiego", first, busy);
    }

    @Test
    void turnsBackWhenAnElementDoesNotAnswer() throws Exception {
        grid.element("chicago").failWith(FailureCode.ELEMENT_UNREACHABLE);
        grid.element("chicago").healAfterCalls(3);
        assertTurnsBack(grid.boot("amsterdam", 64), TestGrid.order("sandiego"), FailureCode.ELEMENT_UNREACHABLE);
        grid.element("chicago").heal();
    }

    @Test
    void turnsBackWhenTheCopyFails() throws Exception {
        grid.hypervisors.failCopies(FailureCode.PATH_LOST);
        assertTurnsBack(grid.boot("amsterdam", 64), TestGrid.order("sandiego"), FailureCode.PATH_LOST);
    }

    @Test
    void turnsBackWhenTheDestinationsContainerIsDown() throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        grid.kill("sandiego");
        grid.bury("sandiego");
        MigrationId id = grid.migrate("amsterdam", guest.id(), TestGrid.order("sandiego"));
        MigrationSaga saga = seen.end("amsterdam", id);
        grid.start("sandiego");
        assertThat(saga.state()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(saga.failure().orElseThrow().code()).isEqualTo(FailureCode.SITE_UNREACHABLE);
        seen.assertLivesAt("amsterdam", guest, id);
    }

    @Test
    void showsASiteItsMachinesAndItsMigrations() throws Exception {
        Guest guest = grid.boot("amsterdam", 64);
        SiteDirectory site = grid.clients().port(SiteDirectory.class, grid.at("amsterdam", "/site"));
        GetResourcePropertyDocumentResponse response =
                site.getResourcePropertyDocument(new GetResourcePropertyDocument());
        SiteProperties document = (SiteProperties) response.getAny();
        assertThat(document.getVm())
                .extracting(VmEntry::getVmId)
                .contains(guest.id().toString());
        assertThat(document.getPeer()).extracting(Peer::getSiteId).contains("chicago", "sandiego", "edge");
        assertThat(document.getRoom().getTotalMemoryBytes()).isEqualTo(1L << 30);
    }

    private void assertTurnsBack(Guest guest, Migrate order, FailureCode why) throws Exception {
        MigrationId id = grid.migrate("amsterdam", guest.id(), order);
        MigrationSaga saga = seen.end("amsterdam", id);
        assertThat(saga.state()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(saga.failure().orElseThrow().code()).isEqualTo(why);
        seen.assertLivesAt("amsterdam", guest, id);
        MigrationProperties told = seen.properties("amsterdam", id);
        assertThat(GridFault.of(told.getFailure()).code()).isEqualTo(why.name());
        assertThat(told.getAdvice()).as("nothing is left to do").isNull();
        assertThat(told.getStep())
                .as("the step in vain")
                .anyMatch(step ->
                        step.getFailure() != null && step.getFailure().getCode().equals(why.name()));
    }

    private static void assertRefused(String site, VmId vm, Migrate order, FailureCode why) {
        assertRefused(why, () -> grid.migrate(site, vm, order));
    }
}
