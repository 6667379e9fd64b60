package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.GuestState;

class DomainDescriptionTest {
    private static final String XML = """
            <domain type='qemu' id='4'>
              <name>turntable</name>
              <uuid>5b0c54cb-0e3a-4d4f-8f3c-1e1b1a0c2005</uuid>
              <metadata>
                <vt:vm xmlns:vt="http://vmturntable.org/2026/11/vm">
                  <vt:address>10.1.1.2</vt:address>
                  <vt:address>10.1.1.3</vt:address>
                </vt:vm>
              </metadata>
              <memory unit='KiB'>204800</memory>
              <currentMemory unit='KiB'>102400</currentMemory>
              <vcpu placement='static'>2</vcpu>
              <devices>
                <interface type='bridge'><mac address='52:54:00:0A:01:02'/><source bridge='br0'/></interface>
                <interface type='user'><mac address='52:54:00:00:00:02'/></interface>
              </devices>
            </domain>
            """;

    @Test
    void readsWhatMattersForAMove() {
        DomainDescription description = DomainDescription.parse(XML);
        assertThat(description.id()).isEqualTo(VmId.parse("5b0c54cb-0e3a-4d4f-8f3c-1e1b1a0c2005"));
        assertThat(description.movable()).isTrue();
        assertThat(description.emulated()).isTrue();
        assertThat(description.memory()).isEqualTo(Bytes.ofMebibytes(200));
        assertThat(description.virtualCpus()).isEqualTo(2);
        assertThat(description.macAddresses()).containsExactly("52:54:00:0a:01:02", "52:54:00:00:00:02");
        assertThat(description.addresses()).containsExactly("10.1.1.2", "10.1.1.3");
        assertThat(description.guest(GuestState.RUNNING, Optional.empty()).name())
                .isEqualTo("turntable");
    }

    @Test
    void aDiskKeepsAGuestAtASiteThatWasGivenNoPlaceForImages() {
        String drive = "<disk type='file' device='disk'><source file='/x'/><target dev='vda'/></disk></devices>";
        DomainDescription description = DomainDescription.parse(XML.replace("</devices>", drive));
        assertThat(description.guest(GuestState.RUNNING, Optional.empty()).obstacle())
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("disk vda", "hosting.images"));
        assertThat(DomainDescription.parse(XML)
                        .guest(GuestState.RUNNING, Optional.empty())
                        .obstacle())
                .isEmpty();
    }

    @Test
    void leavesAloneADomainThatItsOwnerDidNotDeclare() {
        String foreign = XML.replace("2026/11/vm", "2026/11/other").replace("type='qemu'", "type='kvm'");
        DomainDescription description = DomainDescription.parse(foreign);
        assertThat(description.movable()).isFalse();
        assertThat(description.emulated()).isFalse();
        assertThat(description.addresses()).isEmpty();
    }

    @Test
    void readsTheAddressesOfAGuestThatArrives() {
        assertThat(DomainDescription.addressesIn("<vm>\n  <address>10.1.1.2</address>\n</vm>"))
                .containsExactly("10.1.1.2");
    }

    @Test
    void refusesWhatIsNoDomain() {
        assertThatThrownBy(() -> DomainDescription.parse("<domain/>")).isInstanceOf(GridException.class);
        assertThatThrownBy(() -> DomainDescription.parse("<domain>")).isInstanceOf(GridException.class);
    }

    @Test
    void readsNoEntityOfAnotherFile() {
        String hostile = "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>" + XML.replace("turntable<", "&e;<");
        assertThatThrownBy(() -> DomainDescription.parse(hostile)).isInstanceOf(GridException.class);
    }
}
