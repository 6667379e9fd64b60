package org.vmturntable.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.oasis_open.docs.wsn.b_2.ObjectFactory;
import org.oasis_open.docs.wsn.b_2.Renew;
import org.oasis_open.docs.wsn.b_2.Subscribe;
import org.oasis_open.docs.wsn.bw_2.SubscribeCreationFailedFault;
import org.oasis_open.docs.wsn.bw_2.UnacceptableInitialTerminationTimeFault;
import org.oasis_open.docs.wsrf.rl_2.Destroy;
import org.oasis_open.docs.wsrf.rlw_2.ResourceNotDestroyedFault;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.soap.GridClients;
import org.vmturntable.soap.GridFault;
import org.vmturntable.soap.edge.BicastVm;
import org.vmturntable.soap.edge.EdgeGateway;
import org.vmturntable.soap.edge.MoveVm;
import org.vmturntable.soap.migration.Migration;
import org.vmturntable.soap.subscription.SubscriptionManager;
import org.vmturntable.soap.vm.MigratableVm;
import org.vmturntable.soap.vm.Migrate;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.migration.MigrationState;
import org.vmturntable.traffic.residence.Residence;

/** How machines, migrations and subscriptions end, by SOAP, and what edges make of it. */
class EndingOverSoapIT extends SharedGrid {
    @Test
    void anEdgeForgetsAnEndedMachineAlsoIfItWasAwayAndTheSiteRestarted() throws Exception {
        Guest guest = boot();
        seen.awaitTrafficAt("amsterdam", guest);
        String subscription = subscribe(guest);
        grid.kill(TestGrid.EDGE);
        grid.bury(TestGrid.EDGE);
        vm(guest).destroy(new Destroy());
        assertThat(grid.hypervisors.runsAt(guest.id())).isEmpty();
        assertRefused(FailureCode.VM_UNKNOWN, () -> vm(guest).destroy(new Destroy()));
        assertRefused(
                FailureCode.SUBSCRIPTION_UNKNOWN, () -> manager(subscription).renew(new Renew()));
        grid.kill("amsterdam");
        grid.bury("amsterdam");
        grid.start("amsterdam");
        grid.start(TestGrid.EDGE);
        seen.awaitNoTraffic(guest);
        Observation.await(
                "nothing to remember",
                () -> grid.container("amsterdam")
                        .foundation()
                        .store()
                        .endedVms()
                        .all()
                        .isEmpty());
    }

    @Test
    void aMachineOnTheMoveIsNotEndedAndItsMigrationEndsOnlyWhenItIsOver() throws Exception {
        Guest guest = boot();
        grid.hypervisors.holdCopies();
        MigrationId id = migrate(guest);
        Observation.await("the copy", () -> seen.saga("amsterdam", id).state() == MigrationState.COPYING);
        assertThat(catchThrowable(() -> vm(guest).destroy(new Destroy())))
                .isInstanceOf(ResourceNotDestroyedFault.class);
        assertThat(catchThrowable(() -> migration(id).destroy(new Destroy())))
                .isInstanceOf(ResourceNotDestroyedFault.class);
        grid.hypervisors.releaseCopies();
        assertThat(seen.end("amsterdam", id).state()).isEqualTo(MigrationState.COMPLETED);
        assertThat(grid.hypervisors.runsAt(guest.id())).containsExactly("chicago");
        migration(id).destroy(new Destroy());
        assertRefused(FailureCode.MIGRATION_UNKNOWN, () -> seen.properties("amsterdam", id));
    }

    @Test
    void anEdgeTakesOnlyTheNextMoveOfAMachine() throws Exception {
        Guest guest = boot();
        seen.awaitTrafficAt("amsterdam", guest);
        try (GridClients amsterdam = new GridClients(grid.identity("amsterdam"))) {
            MoveVm order = new MoveVm();
            order.setVmId(guest.id().toString());
            order.setToSite("sandiego");
            order.setEpoch(Long.MAX_VALUE);
            EdgeGateway edge = amsterdam.port(EdgeGateway.class, grid.at(TestGrid.EDGE, "/edge"));
            assertRefused(FailureCode.EPOCH_SKIPPED, () -> edge.moveVm(order));
        }
        seen.awaitTrafficAt("amsterdam", guest);
    }

    @Test
    void onlyTheSiteThatHasAMachineSendsItsTrafficBothWays() throws Exception {
        Guest guest = boot();
        seen.awaitTrafficAt("amsterdam", guest);
        long epoch = grid.edge().get(guest.id()).epoch();
        BicastVm order = new BicastVm();
        order.setVmId(guest.id().toString());
        order.setToSite("sandiego");
        order.setEpoch(epoch + 1);
        try (GridClients sandiego = new GridClients(grid.identity("sandiego"));
                GridClients amsterdam = new GridClients(grid.identity("amsterdam"))) {
            EdgeGateway asked = sandiego.port(EdgeGateway.class, grid.at(TestGrid.EDGE, "/edge"));
            assertRefused(FailureCode.CALLER_NOT_PERMITTED, () -> asked.bicastVm(order));
            EdgeGateway edge = amsterdam.port(EdgeGateway.class, grid.at(TestGrid.EDGE, "/edge"));
            assertThat(edge.bicastVm(order).getAttachment().getBoundFor()).isEqualTo("sandiego");
            assertThat(seen.tunnelEnds(guest))
                    .containsExactlyInAnyOrder(TestGrid.tunnelEnd("amsterdam"), TestGrid.tunnelEnd("sandiego"));
            MoveVm back = new MoveVm();
            back.setVmId(guest.id().toString());
            back.setToSite("amsterdam");
            back.setEpoch(epoch + 2);
            assertThat(edge.moveVm(back).getAttachment().getBoundFor()).isNull();
        }
        seen.awaitTrafficAt("amsterdam", guest);
    }

    @Test
    void aMachinesTrafficFollowsAlsoIfTheEdgeMissedMovesThatFailed() throws Exception {
        Guest guest = boot();
        seen.awaitTrafficAt("amsterdam", guest);
        grid.container("amsterdam").foundation().store().vms().record(Residence.here(guest.id(), 5));
        assertThat(seen.end("amsterdam", migrate(guest)).state()).isEqualTo(MigrationState.COMPLETED);
        seen.awaitTrafficAt("chicago", guest);
    }

    @Test
    void messagesAreSentOnlyWhereTheSiteMaySendThem() {
        Guest guest = boot();
        SubscribeCreationFailedFault fault = catchThrowableOfType(
                SubscribeCreationFailedFault.class,
                () -> vm(guest).subscribe(RecordingConsumer.subscription(URI.create("https://127.0.0.1:1/"))));
        assertThat(GridFault.of(fault).orElseThrow().code()).isEqualTo(FailureCode.CONSUMER_NOT_PERMITTED.name());
        Migrate order = TestGrid.order("chicago");
        order.setSubscribe(RecordingConsumer.subscription(URI.create("https://169.254.169.254/")));
        assertRefused(FailureCode.CONSUMER_NOT_PERMITTED, () -> vm(guest).migrate(order));
        assertThat(grid.hypervisors.runsAt(guest.id())).containsExactly("amsterdam");
    }

    @Test
    void noSubscriptionIsForLong() {
        Guest guest = boot();
        Subscribe wish = RecordingConsumer.subscription(URI.create("http://127.0.0.1:1/"));
        wish.setInitialTerminationTime(new ObjectFactory().createSubscribeInitialTerminationTime("P2D"));
        UnacceptableInitialTerminationTimeFault fault = catchThrowableOfType(
                UnacceptableInitialTerminationTimeFault.class, () -> vm(guest).subscribe(wish));
        assertThat(fault.getFaultInfo().getMaximumTime())
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(24)));
    }

    private static String subscribe(Guest guest) throws Exception {
        return EndpointReferences.address(vm(guest)
                        .subscribe(RecordingConsumer.subscription(URI.create("http://127.0.0.1:1/")))
                        .getSubscriptionReference())
                .toString();
    }

    private static MigrationId migrate(Guest guest) throws Exception {
        return grid.migrate("amsterdam", guest.id(), TestGrid.order("chicago"));
    }

    private static MigratableVm vm(Guest guest) {
        return grid.vm("amsterdam", guest.id());
    }

    private static Migration migration(MigrationId id) {
        return grid.migration("amsterdam", id);
    }

    private static SubscriptionManager manager(String address) {
        return grid.clients().port(SubscriptionManager.class, URI.create(address));
    }

    private static Guest boot() {
        return grid.bootUnheardOf("amsterdam", 64);
    }
}
