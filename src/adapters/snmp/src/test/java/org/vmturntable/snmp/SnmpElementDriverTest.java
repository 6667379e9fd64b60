package org.vmturntable.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UnsignedInteger32;
import org.snmp4j.smi.VariableBinding;
import org.vmturntable.drac.element.CrossConnect;
import org.vmturntable.drac.element.ElementDriver;
import org.vmturntable.drac.element.ElementDriverContract;
import org.vmturntable.kernel.FailureCode;

/** The contract over real SNMPv3 messages, and what is peculiar to them. */
class SnmpElementDriverTest extends ElementDriverContract {
    private static final SnmpCredentials SECRETS = new SnmpCredentials("drac", "authenticate-me", "encrypt-for-me");
    private static final Patience SHORT = new Patience(Duration.ofMillis(1200), 1);
    private static final Map<String, Integer> INTERFACES =
            Map.of("client-1", 11, "client-2", 12, "line-1", 13, "line-2", 14);

    private SwitchAgent agent;
    private SnmpManager manager;
    private SnmpElementDriver driver;

    @BeforeEach
    void start() throws IOException {
        agent = new SwitchAgent(SECRETS);
        manager = SnmpManager.open(SECRETS, SHORT);
        driver = new SnmpElementDriver(manager, new SnmpElement("amsterdam", agent.address(), INTERFACES));
    }

    @AfterEach
    void stop() throws IOException {
        manager.close();
        agent.close();
    }

    @Override
    protected ElementDriver driver() {
        return driver;
    }

    @Override
    protected void cutOff() {
        try {
            agent.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    protected void damage(CrossConnect connected) {
        agent.table.put(QBridge.egressPorts(connected.label()), new OctetString(new byte[] {0x10}));
    }

    @Test
    void setsWhatAnyManagerWouldRead() {
        driver.connect(clientToLine(owner, LABEL));
        // Client port 1 and line port 3 of bits 1000 0000 and 0010 0000.
        assertThat(octets("egress")).startsWith((byte) 0xa0);
        assertThat(octets("untagged")).startsWith((byte) 0x80);
        assertThat(agent.table.objects().get(QBridge.pvid(1))).isEqualTo(new UnsignedInteger32(LABEL));
        assertThat(agent.table.objects().get(QBridge.pvid(3))).isEqualTo(new UnsignedInteger32(1));
        assertThat(String.valueOf(agent.table.objects().get(QBridge.name(LABEL))))
                .startsWith("drac-")
                .hasSize(27);
    }

    private byte[] octets(String which) {
        var oid = which.equals("egress") ? QBridge.egressPorts(LABEL) : QBridge.untaggedPorts(LABEL);
        return ((OctetString) agent.table.objects().getOrDefault(oid, new OctetString())).getValue();
    }

    @Test
    void needsTwoRoundTripsToConnectAndThreeToDisconnect() {
        driver.warmUp();
        agent.requests.clear();
        driver.connect(clientToLine(owner, LABEL));
        assertThat(agent.requests).containsExactly(PDU.SET, PDU.GET);
        agent.requests.clear();
        driver.disconnect(clientToLine(owner, LABEL));
        assertThat(agent.requests).containsExactly(PDU.GET, PDU.SET, PDU.GET);
    }

    @Test
    void succeedsIfTheAnswerToItsSetIsLost() {
        driver.warmUp();
        agent.requests.clear();
        agent.loseAnswers(1);
        driver.connect(clientToLine(owner, LABEL));
        assertThat(agent.requests).containsExactly(PDU.SET, PDU.SET, PDU.GET);
    }

    @Test
    void cleansWhatASetDidWhoseAnswersWereAllLost() {
        driver.warmUp();
        agent.loseAnswers(2);
        assertFails(FailureCode.ELEMENT_UNREACHABLE, () -> driver.connect(clientToLine(owner, LABEL)));
        assertThat(agent.table.vlans()).containsExactly(LABEL);
        driver.disconnect(clientToLine(owner, LABEL));
        assertThat(agent.table.vlans()).isEmpty();
        assertThat(agent.table.objects().get(QBridge.pvid(1))).isEqualTo(new UnsignedInteger32(1));
    }

    @Test
    void leavesAPvidThatServesAnotherVlan() {
        driver.connect(clientToLine(owner, LABEL));
        agent.table.put(QBridge.pvid(1), new UnsignedInteger32(42));
        driver.disconnect(clientToLine(owner, LABEL));
        assertThat(agent.table.objects().get(QBridge.pvid(1))).isEqualTo(new UnsignedInteger32(42));
    }

    @Test
    void takesBackAPvidWhoseRowIsGone() {
        driver.connect(clientToLine(owner, LABEL));
        agent.table.set(rowDestroyed());
        assertThat(driver.read(clientToLine(owner, LABEL))).isEqualTo(ElementDriver.Reading.DIFFERENT);
        driver.disconnect(clientToLine(owner, LABEL));
        assertThat(driver.read(clientToLine(owner, LABEL))).isEqualTo(ElementDriver.Reading.ABSENT);
    }

    private static PDU rowDestroyed() {
        PDU set = SnmpManager.request(PDU.SET);
        set.add(new VariableBinding(QBridge.rowStatus(LABEL), new Integer32(QBridge.DESTROY)));
        return set;
    }

    @Test
    void refusesAPortThatTheElementDoesNotHave() {
        SnmpElement wrong = new SnmpElement("amsterdam", agent.address(), Map.of("client-1", 11, "line-1", 99));
        SnmpElementDriver misled = new SnmpElementDriver(manager, wrong);
        assertFails(FailureCode.ELEMENT_REFUSED, () -> misled.connect(clientToLine(owner, LABEL)));
        assertThat(agent.table.vlans()).isEmpty();
    }

    /** This agent's reports are signed with keys that a stranger does not have, so he cannot tell them from forged ones. */
    @Test
    void hearsNothingWithoutTheRightUserAndKeys() throws IOException {
        assertLockedOut(new SnmpCredentials("nobody", "authenticate-me", "encrypt-for-me"));
        assertLockedOut(new SnmpCredentials("drac", "not-the-phrase", "encrypt-for-me"));
    }

    private void assertLockedOut(SnmpCredentials wrong) throws IOException {
        try (SnmpManager stranger = SnmpManager.open(wrong, SHORT)) {
            SnmpElement element = new SnmpElement("amsterdam", agent.address(), INTERFACES);
            SnmpElementDriver locked = new SnmpElementDriver(stranger, element);
            assertFails(FailureCode.ELEMENT_UNREACHABLE, () -> locked.connect(clientToLine(owner, LABEL)));
        }
        assertThat(agent.requests).isEmpty();
    }

    @Test
    void reachesSeveralElementsFromOneSocket() throws IOException {
        driver.connect(clientToLine(owner, LABEL));
        try (SwitchAgent replacement = new SwitchAgent(SECRETS)) {
            SnmpElement back = new SnmpElement("amsterdam", replacement.address(), INTERFACES);
            SnmpElementDriver again = new SnmpElementDriver(manager, back);
            again.connect(clientToLine(owner, LABEL));
            assertThat(replacement.table.vlans()).containsExactly(LABEL);
        }
    }

    @Test
    void keepsPassPhrasesToItself() {
        assertThat(SECRETS.toString()).contains("drac").doesNotContain("authenticate-me", "encrypt-for-me");
    }
}
