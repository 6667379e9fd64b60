package org.vmturntable.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;

class EdgeGatewayTest {
    private static final SiteId AMSTERDAM = new SiteId("amsterdam");
    private static final SiteId SANDIEGO = new SiteId("sandiego");
    private static final Ipv4Address TO_AMSTERDAM = new Ipv4Address("198.18.0.1");
    private static final Ipv4Address TO_SANDIEGO = new Ipv4Address("198.18.0.3");
    private static final VmId VM = VmId.parse("5b0c54cb-0e3a-4d4f-8f3c-1e1b1a0c2005");
    private static final MacAddress MAC = new MacAddress("52:54:00:0A:01:02");
    private static final Ipv4Address ADDRESS = new Ipv4Address("10.1.1.2");
    private static final Attachment FIRST = new Attachment(VM, MAC, ADDRESS, AMSTERDAM, 1);

    private final MapStore store = new MapStore();
    private final InMemoryForwardingPlane plane = new InMemoryForwardingPlane();
    private EdgeGateway gateway = opened();

    @Test
    void leadsTheTrafficToTheSiteOfTheAttachment() {
        gateway.attach(FIRST);
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(TO_AMSTERDAM);
        assertThat(gateway.attachments()).containsExactly(FIRST);
    }

    @Test
    void movesTheTrafficWithANewerEpoch() {
        gateway.attach(FIRST);
        assertThat(gateway.move(VM, SANDIEGO, 2)).isEqualTo(FIRST.movedTo(SANDIEGO, 2));
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(TO_SANDIEGO);
        assertThat(store.all()).containsExactly(gateway.get(VM));
    }

    @Test
    void takesARepeatedMoveAndRenewsThePlane() {
        gateway.attach(FIRST);
        gateway.move(VM, SANDIEGO, 2);
        plane.remove(MAC, ADDRESS);
        gateway.move(VM, SANDIEGO, 2);
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(TO_SANDIEGO);
    }

    @Test
    void refusesAnOlderEpoch() {
        gateway.attach(FIRST);
        gateway.move(VM, SANDIEGO, 2);
        assertFails(FailureCode.STALE_EPOCH, () -> gateway.move(VM, AMSTERDAM, 1));
        assertFails(FailureCode.STALE_EPOCH, () -> gateway.detach(VM, 1));
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(TO_SANDIEGO);
    }

    @Test
    void refusesAMoveThatIsNotTheNext() {
        gateway.attach(FIRST);
        assertFails(FailureCode.EPOCH_SKIPPED, () -> gateway.move(VM, SANDIEGO, 3));
        assertFails(FailureCode.EPOCH_SKIPPED, () -> gateway.move(VM, SANDIEGO, Long.MAX_VALUE));
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(TO_AMSTERDAM);
    }

    @Test
    void movesOnceTheEpochsOfFailedMovesAreMadeUpFor() {
        gateway.attach(FIRST);
        gateway.attach(FIRST.movedTo(AMSTERDAM, 4));
        gateway.move(VM, SANDIEGO, 5);
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(TO_SANDIEGO);
    }

    @Test
    void refusesAnotherSiteUnderTheSameEpoch() {
        gateway.attach(FIRST);
        assertFails(FailureCode.STATE_FORBIDS, () -> gateway.move(VM, SANDIEGO, 1));
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(TO_AMSTERDAM);
    }

    @Test
    void refusesAVmSiteOrEpochThatCannotBe() {
        assertFails(FailureCode.ATTACHMENT_UNKNOWN, () -> gateway.move(VM, SANDIEGO, 2));
        gateway.attach(FIRST);
        assertFails(FailureCode.SITE_UNKNOWN, () -> gateway.move(VM, new SiteId("tokyo"), 2));
        assertFails(FailureCode.AMOUNT_NEGATIVE, () -> gateway.move(VM, SANDIEGO, -1));
    }

    @Test
    void refusesTheAddressesOfAnotherVm() {
        gateway.attach(FIRST);
        VmId other = VmId.parse("00000000-0000-4000-8000-000000000001");
        MacAddress otherMac = new MacAddress("52:54:00:00:00:01");
        assertFails(
                FailureCode.STATE_FORBIDS, () -> gateway.attach(new Attachment(other, otherMac, ADDRESS, SANDIEGO, 1)));
        assertFails(
                FailureCode.STATE_FORBIDS,
                () -> gateway.attach(new Attachment(other, MAC, new Ipv4Address("10.1.1.9"), SANDIEGO, 1)));
    }

    @Test
    void changesNothingWhenTheStoreFails() {
        gateway.attach(FIRST);
        store.failing = true;
        assertFails(FailureCode.STORE_FAILED, () -> gateway.move(VM, SANDIEGO, 2));
        assertThat(gateway.get(VM)).isEqualTo(FIRST);
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(TO_AMSTERDAM);
    }

    @Test
    void finishesAMoveThatThePlaneHadRefused() {
        gateway.attach(FIRST);
        plane.refuse(true);
        assertFails(FailureCode.TUNNEL_REFUSED, () -> gateway.move(VM, SANDIEGO, 2));
        plane.refuse(false);
        gateway.move(VM, SANDIEGO, 2);
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(TO_SANDIEGO);
    }

    @Test
    void finishesAMoveAfterARestart() {
        gateway.attach(FIRST);
        plane.refuse(true);
        assertFails(FailureCode.TUNNEL_REFUSED, () -> gateway.move(VM, SANDIEGO, 2));
        plane.refuse(false);
        gateway = opened();
        assertThat(gateway.recover()).isEmpty();
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(TO_SANDIEGO);
    }

    @Test
    void sendsBothWaysUntilTheMove() {
        gateway.attach(FIRST);
        assertThat(gateway.bicast(VM, SANDIEGO, 2).sites()).containsExactlyInAnyOrder(AMSTERDAM, SANDIEGO);
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactlyInAnyOrder(TO_AMSTERDAM, TO_SANDIEGO);
        gateway.move(VM, SANDIEGO, 2);
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(TO_SANDIEGO);
        assertThat(gateway.get(VM).sites()).containsExactly(SANDIEGO);
    }

    @Test
    void sendsOneWayAgainWhenTheTrafficIsLedBack() {
        gateway.attach(FIRST);
        gateway.bicast(VM, SANDIEGO, 2);
        gateway.move(VM, AMSTERDAM, 3);
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(TO_AMSTERDAM);
    }

    @Test
    void refusesToSendBothWaysOutOfTurn() {
        gateway.attach(FIRST);
        assertFails(FailureCode.EPOCH_SKIPPED, () -> gateway.bicast(VM, SANDIEGO, 3));
        assertFails(FailureCode.STATE_FORBIDS, () -> gateway.bicast(VM, AMSTERDAM, 2));
        assertFails(FailureCode.SITE_UNKNOWN, () -> gateway.bicast(VM, new SiteId("tokyo"), 2));
        gateway.move(VM, SANDIEGO, 2);
        assertFails(FailureCode.STALE_EPOCH, () -> gateway.bicast(VM, SANDIEGO, 1));
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactly(TO_SANDIEGO);
    }

    @Test
    void sendsBothWaysAgainAfterARestart() {
        gateway.attach(FIRST);
        gateway.bicast(VM, SANDIEGO, 2);
        plane.point(MAC, ADDRESS, TO_AMSTERDAM);
        plane.replicateTo(Set.of());
        gateway = opened();
        assertThat(gateway.recover()).isEmpty();
        assertThat(plane.endpointsOf(MAC, ADDRESS)).containsExactlyInAnyOrder(TO_AMSTERDAM, TO_SANDIEGO);
    }

    @Test
    void goesOnSendingOneMachinesPacketsBothWaysWhenAnothersHasMoved() {
        VmId other = VmId.parse("00000000-0000-4000-8000-000000000001");
        Attachment second =
                new Attachment(other, new MacAddress("52:54:00:00:00:01"), new Ipv4Address("10.1.1.9"), AMSTERDAM, 1);
        gateway.attach(FIRST);
        gateway.attach(second);
        gateway.bicast(VM, SANDIEGO, 2);
        gateway.bicast(other, SANDIEGO, 2);
        gateway.move(VM, SANDIEGO, 2);
        assertThat(plane.endpointsOf(second.mac(), second.address()))
                .containsExactlyInAnyOrder(TO_AMSTERDAM, TO_SANDIEGO);
        gateway.detach(other, 2);
        assertThat(plane.endpointsOf(second.mac(), second.address())).isEmpty();
    }

    @Test
    void tellsWhatCouldNotBeRecovered() {
        gateway.attach(FIRST);
        plane.refuse(true);
        assertThat(gateway.recover()).containsExactly(FIRST);
    }

    @Test
    void clearsThePlaneOfAddressesThatTheVmGaveUp() {
        gateway.attach(FIRST);
        MacAddress newMac = new MacAddress("52:54:00:00:00:02");
        gateway.attach(new Attachment(VM, newMac, ADDRESS, AMSTERDAM, 2));
        assertThat(plane.endpointsOf(MAC, ADDRESS)).isEmpty();
        assertThat(plane.endpointsOf(newMac, ADDRESS)).containsExactly(TO_AMSTERDAM);
    }

    @Test
    void forgetsADetachedVm() {
        gateway.attach(FIRST);
        gateway.detach(VM, 1);
        gateway.detach(VM, 1);
        assertThat(gateway.find(VM)).isEmpty();
        assertThat(store.all()).isEmpty();
        assertThat(plane.endpointsOf(MAC, ADDRESS)).isEmpty();
    }

    @Test
    void keepsAnAttachmentThatThePlaneWouldNotGiveUp() {
        gateway.attach(FIRST);
        plane.refuse(true);
        assertFails(FailureCode.TUNNEL_REFUSED, () -> gateway.detach(VM, 1));
        assertThat(opened().get(VM)).isEqualTo(FIRST);
    }

    private EdgeGateway opened() {
        return new EdgeGateway(store, plane, Map.of(AMSTERDAM, TO_AMSTERDAM, SANDIEGO, TO_SANDIEGO));
    }

    private static final class MapStore implements AttachmentStore {
        private final Map<VmId, Attachment> rows = new HashMap<>();
        private boolean failing;

        @Override
        public List<Attachment> all() {
            return new ArrayList<>(rows.values());
        }

        @Override
        public void put(Attachment attachment) {
            if (failing) {
                throw new GridException(FailureCode.STORE_FAILED, "The store was told to fail");
            }
            rows.put(attachment.vm(), attachment);
        }

        @Override
        public void remove(VmId vm) {
            rows.remove(vm);
        }
    }
}
