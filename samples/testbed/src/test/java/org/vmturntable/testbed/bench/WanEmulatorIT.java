package org.vmturntable.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vmturntable.testbed.element.NetSnmp;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.wan.FibreControl;

/** The emulator in namespaces of its own, run by net-snmp's tools and looked at by ping. */
@Tag("testbed")
class WanEmulatorIT {
    private static final String PREFIX = "vtwanit-";
    private static final String VLAN_ROW_STATUS = "1.3.6.1.2.1.17.7.1.4.3.1.5.";
    private static final String VLAN_EGRESS = "1.3.6.1.2.1.17.7.1.4.3.1.2.";
    private static final String IF_OPER_STATUS = "1.3.6.1.2.1.2.2.1.8.";
    /** The shortest of so many is the network's own: a busy machine delays most of a few. */
    /** For requests that nobody answers. Who is answered waits for milliseconds. */
    private static final List<String> NO_PATIENCE = List.of("-t", "1", "-r", "0");

    private static final int PINGS = 15;

    private static final Offset<Double> ONE_MILLISECOND = Offset.offset(1.0);

    @SuppressWarnings("NullAway.Init")
    private static WanLab lab;

    @SuppressWarnings("NullAway.Init")
    private static NetSnmp manager;

    @SuppressWarnings("NullAway.Init")
    private static BenchPath path;

    @BeforeAll
    static void openTheLab() throws IOException {
        assertThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("this test makes network namespaces: run it as root, for example with sudo ./turntable test")
                .isEqualTo(0);
        lab = WanLab.open(Path.of("topologies/igrid2005.yaml"), PREFIX, new SecureRandom());
        manager = lab.manager();
        path = new BenchPath(lab.topology());
    }

    @AfterAll
    static void closeTheLab() {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void leaveNothingJoined() {
        path.part(manager);
    }

    @Test
    void carriesNoFrameOverTheOpticalLayerBeforeElementsAreJoined() {
        assertThat(pingsOverTheLightpath(3)).isEmpty();
    }

    @Test
    void carriesFramesWhileVlansJoinThePortsAndStopsWhenTheyAreDestroyed() {
        path.join(manager);
        double[] times = pingsOverTheLightpath(10);
        assertThat(times).hasSizeGreaterThanOrEqualTo(9);
        assertThat(times[0]).isCloseTo(198, ONE_MILLISECOND);

        manager.part(lab.topology().sites().get(1), BenchPath.VLAN);
        assertThat(pingsOverTheLightpath(3)).isEmpty();
    }

    @Test
    void keepsTheInternetsRoundTripsWithinAMillisecond() {
        double[] toSanDiego =
                new WanMeasurement(lab).pings(path.from().name(), path.to().internet(), PINGS);
        assertThat(toSanDiego[0]).isCloseTo(210, ONE_MILLISECOND);
        double[] fromTheEdge = new WanMeasurement(lab)
                .pings(
                        lab.topology().edge().name(),
                        lab.topology().sites().get(1).internet(),
                        PINGS);
        assertThat(fromTheEdge[0]).isCloseTo(30, ONE_MILLISECOND);
    }

    @Test
    void answersOnlyItsUserAndOnlySignedAndEncrypted() {
        assertAnswered(true, List.of());
        assertAnswered(false, List.of("-A", "not the passphrase"));
        assertAnswered(false, List.of("-X", "not the passphrase"));
        assertAnswered(false, List.of("-u", "somebody"));
        assertAnswered(false, List.of("-l", "authNoPriv"));
        assertAnswered(false, List.of("-l", "noAuthNoPriv"));
        assertAnswered(false, List.of("-a", "SHA"));
        assertAnswered(false, List.of("-v", "2c", "-c", "public"));
        assertAnswered(false, List.of("-v", "1", "-c", "public"));
    }

    @Test
    void appliesNothingOfARequestThatNamesAPortTheElementLacks() {
        Site site = path.from();
        Command.Outcome refused =
                manager.tool("snmpset", site, List.of(VLAN_ROW_STATUS + 101, "i", "4", VLAN_EGRESS + 101, "x", "C1"));
        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.output()).contains("wrongValue");
        assertThat(get(site, VLAN_ROW_STATUS + 101)).contains("No Such Instance");
    }

    @Test
    void refusesTwoLightpathsOfOneClient() {
        path.join(manager);
        Command.Outcome refused = manager.tool(
                "snmpset",
                path.from(),
                List.of(
                        VLAN_ROW_STATUS + 101,
                        "i",
                        "4",
                        VLAN_EGRESS + 101,
                        "x",
                        "C0",
                        "1.3.6.1.2.1.17.7.1.4.3.1.4.101",
                        "x",
                        "80"));
        assertThat(refused.output()).contains("inconsistentValue");
        assertThat(get(path.from(), VLAN_ROW_STATUS + 101)).contains("No Such Instance");
    }

    @Test
    void walksItsWholeMibInOrder() {
        String walk =
                manager.tool("snmpwalk", path.from(), List.of("1.3.6.1.2.1")).output();
        assertThat(walk).contains("client-1").contains(".1.3.6.1.2.1.31.1.1.1.15.2 = Gauge32: 1000");
        assertThat(walk).doesNotContain("Error").doesNotContain("Timeout");
    }

    @Test
    void losesEverythingInACutFibreUntilItIsMended() throws IOException {
        path.join(manager);
        FibreControl.cut(lab.state(), "atlantic");
        assertThat(pingsOverTheLightpath(2)).isEmpty();
        assertThat(get(path.from(), IF_OPER_STATUS + 2)).contains("INTEGER: 2");

        FibreControl.mend(lab.state(), "atlantic");
        assertThat(pingsOverTheLightpath(3)).isNotEmpty();
        assertThat(get(path.from(), IF_OPER_STATUS + 2)).contains("INTEGER: 1");
    }

    private static double[] pingsOverTheLightpath(int count) {
        return new WanMeasurement(lab).pings(path.from().name(), path.to().optical(), count);
    }

    private static String get(Site site, String oid) {
        return manager.tool("snmpget", site, List.of(oid)).output();
    }

    private static void assertAnswered(boolean expected, List<String> options) {
        List<String> arguments = new ArrayList<>(options);
        if (!expected) {
            arguments.addAll(NO_PATIENCE);
        }
        arguments.add("1.3.6.1.2.1.1.5.0");
        String output = manager.tool("snmpget", path.from(), arguments).output();
        if (expected) {
            assertThat(output).contains("amsterdam");
        } else {
            assertThat(output).as("with %s", options).doesNotContain("amsterdam");
        }
    }
}
