package org.vmturntable.drac.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.PortId;

class TopologyTest {
    private static final Element AMSTERDAM = new Element("amsterdam", Set.of("client-1", "line-1"));
    private static final Element CHICAGO = new Element("chicago", Set.of("client-1", "line-1"));
    private static final Link FIBRE =
            SampleNetworks.link("amsterdam:line-1", "chicago:line-1", SampleNetworks.GIGABIT, 98);

    @Test
    void tellsClientPortsFromLinePorts() {
        Topology chain = SampleNetworks.chain();
        assertThat(chain.isClientPort(SampleNetworks.AMSTERDAM)).isTrue();
        assertThat(chain.isClientPort(PortId.parse("chicago:line-2"))).isFalse();
        assertThat(chain.isClientPort(PortId.parse("chicago:client-9"))).isFalse();
        assertThat(chain.clientPorts()).hasSize(9).contains(SampleNetworks.CHICAGO);
    }

    @Test
    void refusesALinkToAPortThatDoesNotExist() {
        Link nowhere = SampleNetworks.link("amsterdam:line-1", "chicago:line-7", SampleNetworks.GIGABIT, 1);
        assertInvalid(() -> new Topology(List.of(AMSTERDAM, CHICAGO), List.of(nowhere), SampleNetworks.LABELS));
    }

    @Test
    void refusesTwoLinksAtOnePort() {
        assertInvalid(() -> new Topology(List.of(AMSTERDAM, CHICAGO), List.of(FIBRE, FIBRE), SampleNetworks.LABELS));
    }

    @Test
    void refusesTwoElementsOfOneName() {
        assertInvalid(() -> new Topology(List.of(AMSTERDAM, AMSTERDAM), List.of(), SampleNetworks.LABELS));
    }

    @Test
    void refusesLabelsThatNoVlanMayHave() {
        assertInvalid(() -> new LabelRange(1, 10));
        assertInvalid(() -> new LabelRange(100, 4095));
        assertInvalid(() -> new LabelRange(200, 100));
    }

    private static void assertInvalid(Runnable construction) {
        assertFails(FailureCode.CONFIGURATION_INVALID, construction::run);
    }
}
