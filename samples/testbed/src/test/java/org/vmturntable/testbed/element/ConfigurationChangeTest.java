package org.vmturntable.testbed.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;
import org.vmturntable.kernel.Bandwidth;

class ConfigurationChangeTest {
    private static final int ACTIVE = 1;
    private static final int NOT_IN_SERVICE = 2;
    private static final int NOT_READY = 3;
    private static final int CREATE_AND_GO = 4;
    private static final int CREATE_AND_WAIT = 5;
    private static final int DESTROY = 6;
    private static final int CLIENT = 1;
    private static final int LINE = 2;

    private final OpticalElement element = new OpticalElement("amsterdam", List.of(port(CLIENT), port(LINE), port(3)));

    @Test
    void joinsNothingAtStart() {
        assertThat(element.crossConnects().egress(1, CLIENT)).isZero();
    }

    @Test
    void joinsAClientAndALineByOneRequest() throws SetRefusedException {
        set(new Request()
                .rowStatus(100, CREATE_AND_GO)
                .name(100, "4b2d")
                .egress(100, CLIENT, LINE)
                .untagged(100, CLIENT)
                .pvid(CLIENT, 100));

        CrossConnects joined = element.crossConnects();
        int vlan = joined.vlan(CLIENT, 0);
        assertThat(vlan).isEqualTo(100);
        assertThat(new PortSet(joined.egress(vlan, CLIENT))).isEqualTo(PortSet.of(LINE));
        assertThat(joined.tagFor(vlan, LINE)).isEqualTo(100);
        assertThat(joined.tagFor(vlan, CLIENT)).isZero();
        assertThat(joined.egress(100, 3)).as("from a port that is no member").isZero();
    }

    @Test
    void takesTheVariablesOfOneRequestInAnyOrder() throws SetRefusedException {
        set(new Request().egress(100, CLIENT, LINE).untagged(100, CLIENT).rowStatus(100, CREATE_AND_GO));
        assertThat(element.configuration().vlans()).containsKey(100);
    }

    @Test
    void forwardsOnlyWhileTheRowIsActive() throws SetRefusedException {
        set(new Request().rowStatus(100, CREATE_AND_WAIT).egress(100, CLIENT, LINE));
        assertThat(element.crossConnects().egress(100, LINE)).isZero();
        set(new Request().rowStatus(100, ACTIVE));
        assertThat(element.crossConnects().egress(100, LINE)).isNotZero();
        set(new Request().rowStatus(100, NOT_IN_SERVICE));
        assertThat(element.crossConnects().egress(100, LINE)).isZero();
        set(new Request().rowStatus(100, DESTROY));
        assertThat(element.configuration().vlans()).isEmpty();
    }

    @Test
    void forwardsNothingToAPortThatIsSwitchedOff() throws SetRefusedException {
        set(new Request()
                .rowStatus(100, CREATE_AND_GO)
                .egress(100, CLIENT, LINE)
                .adminStatus(LINE, 2));
        assertThat(element.crossConnects().egress(100, CLIENT)).isZero();
        assertThat(element.isEnabled(LINE)).isFalse();
    }

    @Test
    void refusesAPortThatTheElementLacks() throws SetRefusedException {
        assertRefused(new Request().rowStatus(100, CREATE_AND_GO).egress(100, CLIENT, 4), 1, PDU.wrongValue);
        assertRefused(new Request().pvid(4, 100), 0, PDU.noCreation);
    }

    @Test
    void refusesAPortThatIsUntaggedInTwoVlans() throws SetRefusedException {
        set(new Request()
                .rowStatus(100, CREATE_AND_GO)
                .egress(100, CLIENT, LINE)
                .untagged(100, CLIENT));
        assertRefused(
                new Request()
                        .rowStatus(101, CREATE_AND_GO)
                        .egress(101, CLIENT, 3)
                        .untagged(101, CLIENT),
                0,
                PDU.inconsistentValue);
    }

    @Test
    void refusesMembersThatAreForbiddenAndUntaggedPortsThatAreNoMembers() throws SetRefusedException {
        assertRefused(
                new Request().rowStatus(100, CREATE_AND_GO).egress(100, CLIENT).forbidden(100, CLIENT),
                0,
                PDU.inconsistentValue);
        assertRefused(
                new Request().rowStatus(100, CREATE_AND_GO).egress(100, LINE).untagged(100, CLIENT),
                0,
                PDU.inconsistentValue);
    }

    @Test
    void refusesRowsThatCannotBe() throws SetRefusedException {
        assertRefused(new Request().rowStatus(4095, CREATE_AND_GO), 0, PDU.noCreation);
        assertRefused(new Request().rowStatus(100, ACTIVE), 0, PDU.inconsistentValue);
        assertRefused(new Request().rowStatus(100, NOT_READY), 0, PDU.wrongValue);
        assertRefused(new Request().egress(100, CLIENT), 0, PDU.inconsistentName);
        set(new Request().rowStatus(100, CREATE_AND_GO));
        assertRefused(new Request().rowStatus(100, CREATE_AND_GO), 0, PDU.inconsistentValue);
    }

    @Test
    void refusesValuesOfAWrongKind() throws SetRefusedException {
        assertRefused(new Request().add(ElementOids.PVID, CLIENT, new Integer32(5)), 0, PDU.wrongType);
        assertRefused(new Request().pvid(CLIENT, 4095), 0, PDU.wrongValue);
        assertRefused(new Request().rowStatus(100, CREATE_AND_GO).name(100, "x".repeat(33)), 1, PDU.wrongLength);
        assertRefused(new Request().adminStatus(CLIENT, 3), 0, PDU.wrongValue);
        assertRefused(new Request().add(new OID("1.3.6.1.2.1.1.5"), 0, new OctetString("x")), 0, PDU.notWritable);
    }

    private void set(Request request) throws SetRefusedException {
        element.configure(ConfigurationChange.of(element, request.variables));
    }

    private void assertRefused(Request request, int variable, int status) {
        SetRefusedException refused = catchThrowableOfType(
                SetRefusedException.class, () -> ConfigurationChange.of(element, request.variables));
        assertThat(refused.errorStatus()).isEqualTo(status);
        assertThat(refused.variable()).isEqualTo(variable);
    }

    private static ElementPort port(int index) {
        return new ElementPort(index, "port-" + index, Bandwidth.ofMegabitsPerSecond(1000), 8174, () -> true);
    }

    private static final class Request {
        private final List<VariableBinding> variables = new ArrayList<>();

        Request add(OID column, int index, Variable value) {
            variables.add(new VariableBinding(new OID(column).append(index), value));
            return this;
        }

        Request rowStatus(int vlan, int status) {
            return add(ElementOids.VLAN_ROW_STATUS, vlan, new Integer32(status));
        }

        Request name(int vlan, String name) {
            return cell(ElementOids.NAME, vlan, new OctetString(name));
        }

        Request egress(int vlan, int... ports) {
            return cell(ElementOids.EGRESS, vlan, portList(ports));
        }

        Request forbidden(int vlan, int... ports) {
            return cell(ElementOids.FORBIDDEN, vlan, portList(ports));
        }

        Request untagged(int vlan, int... ports) {
            return cell(ElementOids.UNTAGGED, vlan, portList(ports));
        }

        Request pvid(int port, int vlan) {
            return add(ElementOids.PVID, port, new Gauge32(vlan));
        }

        Request adminStatus(int port, int status) {
            return add(ElementOids.IF_ADMIN_STATUS, port, new Integer32(status));
        }

        private Request cell(int column, int vlan, Variable value) {
            return add(new OID(ElementOids.VLAN_ENTRY).append(column), vlan, value);
        }

        private static OctetString portList(int... ports) {
            return new OctetString(PortSet.of(ports).octets(8));
        }
    }
}
