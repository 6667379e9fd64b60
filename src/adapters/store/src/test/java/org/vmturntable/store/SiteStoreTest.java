package org.vmturntable.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.aaa.grant.TokenGrant;
import org.vmturntable.aaa.grant.TokenState;
import org.vmturntable.drac.lightpath.Lightpath;
import org.vmturntable.drac.lightpath.LightpathState;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestDisk;
import org.vmturntable.traffic.hosting.RoomHold;
import org.vmturntable.traffic.hosting.RoomState;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationState;
import org.vmturntable.traffic.residence.EndedVm;
import org.vmturntable.traffic.residence.Residence;
import org.vmturntable.tunnel.Attachment;
import org.vmturntable.tunnel.Ipv4Address;
import org.vmturntable.tunnel.MacAddress;
import org.vmturntable.wsrf.notification.Consumer;
import org.vmturntable.wsrf.notification.Subscription;
import org.vmturntable.wsrf.notification.SubscriptionId;
import org.vmturntable.wsrf.resource.XmlElement;
import org.vmturntable.wsrf.topic.Topic;

class SiteStoreTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private SiteStore store;

    @BeforeEach
    void open() {
        store = SiteStore.open("jdbc:h2:file:" + folder.resolve("site"), "", "");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void keepsMigrationsOverARestart() {
        MigrationSaga saga = Samples.requested(Samples.vm(), 1, Optional.of("mine"));
        store.migrations().append(saga);
        store.close();
        open();
        assertThat(store.migrations().find(saga.id())).contains(saga);
        assertThat(store.migrations().findByRequest("CN=operator", "mine")).contains(saga);
        assertThat(store.migrations().unfinished()).containsExactly(saga);
    }

    @Test
    void letsAMachineHaveOneUnfinishedMigration() {
        VmId vm = Samples.vm();
        MigrationSaga first = Samples.requested(vm, 1, Optional.empty());
        store.migrations().append(first);
        assertFails(
                FailureCode.VM_ALREADY_MIGRATING,
                () -> store.migrations().append(Samples.requested(vm, 2, Optional.empty())));
        store.migrations().replace(Samples.next(first, MigrationState.ROLLED_BACK));
        MigrationSaga second = Samples.requested(vm, 2, Optional.empty());
        store.migrations().append(second);
        assertThat(store.migrations().ofVm(vm)).extracting(MigrationSaga::id).containsExactly(second.id(), first.id());
    }

    @Test
    void tellsStrandedMigrationsFromUnfinishedAndEndedOnes() {
        MigrationSaga goesOn = Samples.requested(Samples.vm(), 1, Optional.empty());
        MigrationSaga second = Samples.requested(Samples.vm(), 3, Optional.empty());
        MigrationSaga first = Samples.requested(Samples.vm(), 2, Optional.empty());
        List.of(goesOn, second, first).forEach(store.migrations()::append);
        List.of(second, first).forEach(saga -> store.migrations().replace(Samples.next(saga, MigrationState.STRANDED)));
        assertThat(store.migrations().stranded())
                .extracting(MigrationSaga::id)
                .containsExactly(first.id(), second.id());
        assertThat(store.migrations().unfinished()).containsExactly(goesOn);
    }

    @Test
    void refusesARequestIdThatWasUsed() {
        store.migrations().append(Samples.requested(Samples.vm(), 1, Optional.of("mine")));
        assertFails(
                FailureCode.REQUEST_REUSED,
                () -> store.migrations().append(Samples.requested(Samples.vm(), 1, Optional.of("mine"))));
    }

    @Test
    void refusesARevisionThatIsNotTheNext() {
        MigrationSaga saga = Samples.requested(Samples.vm(), 1, Optional.empty());
        store.migrations().append(saga);
        MigrationSaga next = Samples.next(saga, MigrationState.ROOM_HELD);
        store.migrations().replace(next);
        assertFails(FailureCode.STALE_EPOCH, () -> store.migrations().replace(next));
        assertThat(store.migrations().find(saga.id())).contains(next);
    }

    @Test
    void countsChangesOfStateWithoutGaps() {
        MigrationSaga saga = Samples.requested(Samples.vm(), 3, Optional.empty());
        store.migrations().append(saga);
        MigrationSaga held = Samples.next(saga, MigrationState.ROOM_HELD);
        store.migrations().replace(held);
        MigrationSaga still = Samples.next(held, MigrationState.ROOM_HELD);
        store.migrations().replace(still);
        store.migrations().replace(Samples.next(still, MigrationState.AUTHORISED));
        List<StateChange> all = store.stateChanges().of(saga.id(), 0, 10);
        assertThat(all).extracting(StateChange::sequence).containsExactly(1L, 2L, 3L);
        assertThat(all)
                .extracting(StateChange::state)
                .containsExactly(MigrationState.REQUESTED, MigrationState.ROOM_HELD, MigrationState.AUTHORISED);
        assertThat(store.stateChanges().of(saga.vm(), all.get(1).place(), 10)).containsExactly(all.get(2));
        assertThat(store.stateChanges().latest(saga.vm())).contains(all.get(2));
    }

    @Test
    void keepsRooms() {
        RoomHold held = room(RoomState.HELD, Optional.of(Samples.vm()));
        store.rooms().save(held);
        assertThat(store.rooms().live()).containsExactly(held);
        RoomHold given = new RoomHold(
                held.migration(),
                held.from(),
                held.vm(),
                held.memory(),
                1,
                List.of(),
                held.until(),
                RoomState.ABORTED,
                4);
        store.rooms().save(given);
        store.rooms().save(room(RoomState.ABORTED, Optional.empty()));
        assertThat(store.rooms().live()).isEmpty();
        assertThat(store.rooms().find(held.migration())).contains(given);
        assertThat(store.rooms().clearing()).isEmpty();
        RoomHold clearing = room(RoomState.CLEARING, Optional.of(Samples.vm()));
        store.rooms().save(clearing);
        assertThat(store.rooms().clearing()).containsExactly(clearing);
    }

    @Test
    void believesOnlyTheLatestEpochOfAMachine() {
        VmId vm = Samples.vm();
        store.vms().record(Residence.here(vm, 2));
        store.vms().record(Residence.left(vm, 3, Samples.AMSTERDAM));
        store.vms().record(Residence.here(vm, 1));
        assertThat(store.vms().find(vm)).contains(Residence.left(vm, 3, Samples.AMSTERDAM));
        assertThat(store.vms().find(Samples.vm())).isEmpty();
    }

    @Test
    void changesATokenOnlyFromItsLastState() {
        TokenGrant grant = Samples.token();
        store.tokens().add(grant);
        TokenGrant spent = new TokenGrant(grant.token(), TokenState.SPENT, Set.of("use"), 1);
        assertThat(store.tokens().replace(spent)).isTrue();
        assertThat(store.tokens().replace(spent)).isFalse();
        assertThat(store.tokens().find(grant.id())).contains(spent);
        assertThat(store.tokens().findByReservation(grant.reservation())).containsExactly(spent);
        assertThat(store.tokens().liveExpiringBy(grant.expiresAt())).containsExactly(spent);
        assertThat(store.tokens().liveExpiringBy(grant.expiresAt().minusSeconds(1)))
                .isEmpty();
        assertFails(FailureCode.INVARIANT_BROKEN, () -> store.tokens().add(grant));
    }

    @Test
    void keepsARenewedTokenAndItsLaterEnd() {
        TokenGrant grant = Samples.token();
        store.tokens().add(grant);
        TokenGrant longer = Samples.longer(grant);
        assertThat(store.tokens().replace(longer)).isTrue();
        assertThat(store.tokens().find(grant.id())).contains(longer);
        assertThat(store.tokens().liveExpiringBy(grant.expiresAt())).isEmpty();
        assertThat(store.tokens().liveExpiringBy(longer.expiresAt())).containsExactly(longer);
    }

    @Test
    void keepsALightpathsLaterEnd() {
        Lightpath lightpath = Samples.lightpath(MigrationId.random(), LightpathState.PROVISIONED, 1);
        store.lightpaths().add(lightpath);
        Lightpath longer = Samples.longer(lightpath);
        store.lightpaths().replace(longer);
        assertThat(store.lightpaths().find(lightpath.id())).contains(longer);
    }

    @Test
    void changesALightpathOnlyFromItsLastState() {
        MigrationId reservation = MigrationId.random();
        Lightpath reserved = Samples.lightpath(reservation, LightpathState.RESERVED, 1);
        store.lightpaths().add(reserved);
        assertThat(store.lightpaths().holding()).containsExactly(reserved);
        Lightpath released = Samples.next(reserved, LightpathState.RELEASED);
        store.lightpaths().replace(released);
        assertFails(FailureCode.INVARIANT_BROKEN, () -> store.lightpaths().replace(released));
        assertFails(FailureCode.INVARIANT_BROKEN, () -> store.lightpaths().add(reserved));
        assertThat(store.lightpaths().holding()).isEmpty();
        assertThat(store.lightpaths().findByReservation(reservation)).containsExactly(released);
        assertThat(store.lightpaths().newest(10)).containsExactly(released);
        assertThat(store.lightpaths().find(LightpathId.random())).isEmpty();
    }

    @Test
    void keepsOneAttachmentForEachMachine() {
        Attachment first = attachment(1, "amsterdam");
        Attachment moved = new Attachment(first.vm(), first.mac(), first.address(), new SiteId("chicago"), 2);
        store.attachments().put(first);
        store.attachments().put(moved);
        assertThat(store.attachments().all()).containsExactly(moved);
        Attachment leaving = new Attachment(
                moved.vm(), moved.mac(), moved.address(), moved.at(), 2, Optional.of(new SiteId("sandiego")));
        store.attachments().put(leaving);
        assertThat(store.attachments().all()).containsExactly(leaving);
        store.attachments().put(moved);
        assertThat(store.attachments().all()).containsExactly(moved);
        store.attachments().remove(first.vm());
        assertThat(store.attachments().all()).isEmpty();
    }

    @Test
    void keepsEndedMachinesUntilTheyAreDoneWith() {
        VmId vm = Samples.vm();
        store.endedVms().add(new EndedVm(vm, 3));
        store.endedVms().add(new EndedVm(vm, 4));
        assertThat(store.endedVms().all()).containsExactly(new EndedVm(vm, 4));
        store.endedVms().remove(vm);
        assertThat(store.endedVms().all()).isEmpty();
    }

    @Test
    void forgetsAMigrationOnlyWhenItHasEnded() {
        MigrationSaga saga = Samples.requested(Samples.vm(), 1, Optional.of("mine"));
        store.migrations().append(saga);
        store.migrations().remove(saga.id());
        assertThat(store.migrations().find(saga.id())).contains(saga);
        store.migrations().replace(Samples.next(saga, MigrationState.ROLLED_BACK));
        store.migrations().remove(saga.id());
        assertThat(store.migrations().find(saga.id())).isEmpty();
        assertThat(store.stateChanges().of(saga.id(), 0, 10)).isEmpty();
        store.migrations().append(Samples.requested(saga.vm(), 2, Optional.of("mine")));
    }

    @Test
    void keepsSubscriptionsWithTheirConsumersParameters() {
        XmlElement parameter = XmlElement.of(new QName("urn:x", "Key"), "a < b");
        Subscription it = new Subscription(
                SubscriptionId.random(),
                "MIGRATION/1",
                "CN=operator,O=Test",
                new Consumer(URI.create("https://consumer/"), List.of(parameter)),
                new Topic("urn:t", List.of("migration", "state")),
                Samples.NOW,
                Optional.of(Samples.NOW.plusSeconds(60)),
                0);
        store.subscriptions().add(it);
        store.subscriptions().update(it.delivered(7));
        assertThat(store.subscriptions().all()).containsExactly(it.delivered(7));
        store.subscriptions().remove(it.id());
        store.subscriptions().update(it);
        assertThat(store.subscriptions().all()).isEmpty();
    }

    /** H2 tears what is not alone in its file; {@link KilledStoreTest} would see it only now and then. */
    @Test
    void whoWritesToAFileIsAlone() throws SQLException {
        CompletableFuture<List<MigrationSaga>> other;
        try (Connection writing = store.dataSource().getConnection()) {
            assertThat(writing.isValid(1)).isTrue();
            other = CompletableFuture.supplyAsync(() -> store.migrations().unfinished());
            assertThat(other).failsWithin(Duration.ofMillis(200)).withThrowableOfType(TimeoutException.class);
        }
        assertThat(other).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void saysSoWhenItCannotBeOpened() {
        assertFails(FailureCode.STORE_FAILED, () -> SiteStore.open("jdbc:h2:tcp://127.0.0.1:1/none", "", ""));
    }

    @Test
    void failsTypedWhenItIsClosed() {
        store.close();
        assertFails(FailureCode.STORE_FAILED, () -> store.migrations().unfinished());
        open();
    }

    private static RoomHold room(RoomState state, Optional<VmId> vm) {
        List<GuestDisk> disks = List.of(
                new GuestDisk("vda", Bytes.ofMebibytes(512), "a".repeat(64), new Bytes(4711)),
                new GuestDisk("vdb", Bytes.ofMebibytes(1), "0".repeat(64), Bytes.ZERO));
        return new RoomHold(
                MigrationId.random(), Samples.AMSTERDAM, vm, Bytes.ofMebibytes(1), 1, disks, Samples.NOW, state, 0);
    }

    private static Attachment attachment(long epoch, String site) {
        return new Attachment(
                Samples.vm(),
                new MacAddress("52:54:00:0a:01:02"),
                new Ipv4Address("10.1.1.2"),
                new SiteId(site),
                epoch);
    }
}
