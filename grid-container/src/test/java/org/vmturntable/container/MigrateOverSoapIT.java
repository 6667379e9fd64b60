package org.vmturntable.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.cxf.ws.addressing.EndpointReferenceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oasis_open.docs.wsn.b_2.Subscribe;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocument;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocumentResponse;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.soap.GridFault;
import org.vmturntable.soap.migration.MigrationProperties;
import org.vmturntable.soap.site.SiteDirectory;
import org.vmturntable.soap.site.SiteProperties;
import org.vmturntable.soap.types.MigrationOutcome;
import org.vmturntable.soap.types.MigrationStep;
import org.vmturntable.soap.types.Peer;
import org.vmturntable.soap.types.VmEntry;
import org.vmturntable.soap.vm.MigratableVm;
import org.vmturntable.soap.vm.Migrate;
import org.vmturntable.soap.vm.MigrateResponse;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationState;
import org.vmturntable.tunnel.Ipv4Address;
import org.vmturntable.tunnel.MacAddress;

/** A whole migration by SOAP: three sites and an edge with real stores and certificates, devices in memory. */
class MigrateOverSoapIT {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestGrid grid;

    @SuppressWarnings("NullAway.Init")
    private static Observation seen;

    private static int booted;

    @BeforeAll
    static void start() throws Exception {
        grid = new TestGrid(folder);
        seen = new Observation(grid);
        grid.startAll();
    }

    @AfterAll
    static void stop() {
        grid.close();
    }

    @AfterEach
    void shutDownMachines() {
        grid.hypervisors.releaseCopies();
        grid.hypervisors.shutDown();
    }

    @Test
    void movesAMachineAndTellsEveryStepToItsSubscriber() throws Exception {
        Guest guest = boot("amsterdam", 200);
        try (RecordingConsumer consumer = new RecordingConsumer()) {
            MigrateResponse response = migrate("amsterdam", guest.id(), order("sandiego", consumer));
            MigrationId id = MigrationId.parse(response.getMigrationId());
            assertThat(seen.end("amsterdam", id).state()).isEqualTo(MigrationState.COMPLETED);
            Observation.await("the last message", () -> consumer.received().size() >= 11);
            assertThat(consumer.received())
                    .containsExactly(
                            "1 REQUESTED",
                            "2 ROOM_HELD",
                            "3 AUTHORISED",
                            "4 RESERVED",
                            "5 LIGHTPATH_UP",
                            "6 ARRIVAL_PREPARED",
                            "7 COPYING",
                            "8 SWITCHED_OVER",
                            "9 TUNNEL_MOVED",
                            "10 SETTLED",
                            "11 COMPLETED");
            seen.assertRunsOnlyAt("sandiego", guest.id());
            seen.assertNothingHeld(id);
            assertThat(entersAt(guest)).isEqualTo("198.18.0.3");
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
        Guest guest = boot("amsterdam", 200);
        for (List<String> hop : List.of(
                List.of("amsterdam", "sandiego"), List.of("sandiego", "chicago"), List.of("chicago", "amsterdam"))) {
            MigrationId id = MigrationId.parse(
                    migrate(hop.get(0), guest.id(), order(hop.get(1))).getMigrationId());
            MigrationSaga saga = seen.end(hop.get(0), id);
            assertThat(saga.state()).as(saga.failure().toString()).isEqualTo(MigrationState.COMPLETED);
            seen.assertRunsOnlyAt(hop.get(1), guest.id());
            seen.assertNothingHeld(id);
        }
    }

    @Test
    void saysWhereAMachineWentThatIsNoLongerHere() throws Exception {
        Guest guest = boot("amsterdam", 64);
        seen.end(
                "amsterdam",
                MigrationId.parse(
                        migrate("amsterdam", guest.id(), order("chicago")).getMigrationId()));
        GridFault fault = refusal("amsterdam", guest.id(), order("sandiego"));
        assertThat(fault.kind()).isEqualTo(GridFault.Kind.UNKNOWN_RESOURCE);
        assertThat(fault.details())
                .containsEntry("movedTo", "chicago")
                .containsEntry(
                        "movedToReference",
                        grid.at("chicago", "/vm/" + guest.id()).toString());
    }

    @Test
    void answersARepeatedRequestWithTheSameMigration() throws Exception {
        Guest guest = boot("amsterdam", 64);
        Migrate order = order("chicago");
        order.setClientRequestId(UUID.randomUUID().toString());
        String first = migrate("amsterdam", guest.id(), order).getMigrationId();
        assertThat(migrate("amsterdam", guest.id(), order).getMigrationId()).isEqualTo(first);
        seen.end("amsterdam", MigrationId.parse(first));
    }

    @Test
    void refusesAnUnknownMachine() {
        assertRefused("amsterdam", new VmId(UUID.randomUUID()), order("chicago"), FailureCode.VM_UNKNOWN);
    }

    @Test
    void refusesAnUnknownSiteAndItsOwn() {
        Guest guest = boot("amsterdam", 64);
        assertRefused("amsterdam", guest.id(), order("atlantis"), FailureCode.SITE_UNKNOWN);
        assertRefused("amsterdam", guest.id(), order("edge"), FailureCode.SITE_UNKNOWN);
        assertRefused("amsterdam", guest.id(), order("amsterdam"), FailureCode.SAME_SITE);
    }

    @Test
    void refusesAMachineThatIsMigrating() throws Exception {
        Guest guest = boot("amsterdam", 64);
        grid.hypervisors.holdCopies();
        MigrationId id = MigrationId.parse(
                migrate("amsterdam", guest.id(), order("chicago")).getMigrationId());
        assertRefused("amsterdam", guest.id(), order("sandiego"), FailureCode.VM_ALREADY_MIGRATING);
        grid.hypervisors.releaseCopies();
        seen.end("amsterdam", id);
        seen.assertNothingHeld(id);
    }

    @Test
    void refusesNoBandwidth() throws Exception {
        Guest guest = boot("amsterdam", 64);
        Migrate order = order("chicago");
        order.setBandwidthBps(0L);
        assertRefused("amsterdam", guest.id(), order, FailureCode.BANDWIDTH_NOT_POSITIVE);
    }

    @Test
    void turnsBackWhenTheDestinationHasTooLittleMemory() throws Exception {
        Guest guest = boot("amsterdam", 4096);
        assertTurnsBack(guest, order("sandiego"), FailureCode.ROOM_EXHAUSTED);
    }

    @Test
    void turnsBackWhenNoLinkCarriesTheBandwidth() throws Exception {
        Migrate order = order("sandiego");
        order.setBandwidthBps(2_000_000_000L);
        assertTurnsBack(boot("amsterdam", 64), order, FailureCode.BANDWIDTH_ABOVE_LINK);
    }

    @Test
    void turnsBackWhenTheNetworkIsFull() throws Exception {
        Guest first = boot("amsterdam", 64);
        grid.hypervisors.holdCopies();
        MigrationId busy = MigrationId.parse(
                migrate("amsterdam", first.id(), order("sandiego")).getMigrationId());
        Observation.await("the path in use", () -> seen.saga("amsterdam", busy).state() == MigrationState.COPYING);
        Guest second = boot("chicago", 64);
        MigrationId id = MigrationId.parse(
                migrate("chicago", second.id(), order("sandiego")).getMigrationId());
        MigrationSaga saga = seen.end("chicago", id);
        assertThat(saga.state()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(saga.failure().orElseThrow().code()).isEqualTo(FailureCode.PORT_IN_USE);
        seen.assertRunsOnlyAt("chicago", second.id());
        grid.hypervisors.releaseCopies();
        seen.end("amsterdam", busy);
        seen.assertNothingHeld(id);
        seen.assertNothingHeld(busy);
    }

    @Test
    void turnsBackWhenAnElementDoesNotAnswer() throws Exception {
        grid.element("chicago").failWith(FailureCode.ELEMENT_UNREACHABLE);
        grid.element("chicago").healAfterCalls(3);
        assertTurnsBack(boot("amsterdam", 64), order("sandiego"), FailureCode.ELEMENT_UNREACHABLE);
        grid.element("chicago").heal();
    }

    @Test
    void turnsBackWhenTheCopyFails() throws Exception {
        grid.hypervisors.copyFails = Optional.of(FailureCode.PATH_LOST);
        try {
            assertTurnsBack(boot("amsterdam", 64), order("sandiego"), FailureCode.PATH_LOST);
        } finally {
            grid.hypervisors.copyFails = Optional.empty();
        }
    }

    @Test
    void turnsBackWhenTheDestinationsContainerIsDown() throws Exception {
        Guest guest = boot("amsterdam", 64);
        grid.kill("sandiego");
        grid.bury("sandiego");
        MigrationId id = MigrationId.parse(
                migrate("amsterdam", guest.id(), order("sandiego")).getMigrationId());
        MigrationSaga saga = seen.end("amsterdam", id);
        grid.start("sandiego");
        assertThat(saga.state()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(saga.failure().orElseThrow().code()).isEqualTo(FailureCode.SITE_UNREACHABLE);
        seen.assertRunsOnlyAt("amsterdam", guest.id());
        seen.assertNothingHeld(id);
    }

    @Test
    void showsASiteItsMachinesAndItsMigrations() throws Exception {
        Guest guest = boot("amsterdam", 64);
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
        MigrationId id =
                MigrationId.parse(migrate("amsterdam", guest.id(), order).getMigrationId());
        MigrationSaga saga = seen.end("amsterdam", id);
        assertThat(saga.state()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(saga.failure().orElseThrow().code()).isEqualTo(why);
        seen.assertRunsOnlyAt("amsterdam", guest.id());
        seen.assertNothingHeld(id);
        GridFault failure = GridFault.of(seen.properties("amsterdam", id).getFailure());
        assertThat(failure.code()).isEqualTo(why.name());
    }

    private static void assertRefused(String site, VmId vm, Migrate order, FailureCode why) {
        assertThat(refusal(site, vm, order).code()).isEqualTo(why.name());
    }

    private static GridFault refusal(String site, VmId vm, Migrate order) {
        Throwable thrown = catchThrowable(() -> migrate(site, vm, order));
        return GridFault.of(thrown).orElseThrow(() -> new AssertionError("no base fault", thrown));
    }

    private static MigrateResponse migrate(String site, VmId vm, Migrate order) throws Exception {
        return grid.clients()
                .port(MigratableVm.class, grid.at(site, "/vm/" + vm))
                .migrate(order);
    }

    private static Migrate order(String destination) {
        Migrate order = new Migrate();
        order.setDestinationSite(destination);
        return order;
    }

    private static Migrate order(String destination, RecordingConsumer consumer) {
        EndpointReferenceType reference = EndpointReferences.service(consumer.address());
        Subscribe subscribe = new Subscribe();
        subscribe.setConsumerReference(reference);
        Migrate order = order(destination);
        order.setSubscribe(subscribe);
        return order;
    }

    private static Guest boot(String site, long mebibytes) {
        int number = ++booted;
        Guest guest = new Guest(
                new VmId(UUID.randomUUID()),
                "guest-" + number,
                GuestState.RUNNING,
                Bytes.ofMebibytes(mebibytes),
                1,
                List.of("52:54:00:0a:01:%02x".formatted(number)),
                List.of("10.1.1." + number));
        grid.hypervisors.boot(site, guest);
        return guest;
    }

    private static String entersAt(Guest guest) {
        return grid.plane
                .endpointOf(
                        new MacAddress(guest.macAddresses().get(0)),
                        new Ipv4Address(guest.addresses().get(0)))
                .map(Ipv4Address::value)
                .orElse("nowhere");
    }
}
