package org.vmturntable.testbed.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.element.NetSnmp;
import org.vmturntable.testbed.element.SnmpSecrets;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.topology.Topology;
import org.vmturntable.testbed.wan.WanEmulator;

/** A testbed's network through tools that nobody of this project wrote: net-snmp at the elements, iproute2 at the edge. */
public final class TestbedNetwork implements NetworkView {
    /** dot1qVlanStaticRowStatus, Q-BRIDGE-MIB (RFC 4363); indexed by VLAN. */
    private static final String ROW_STATUS = "1.3.6.1.2.1.17.7.1.4.3.1.5";

    private static final Pattern ROW = Pattern.compile("\\Q" + ROW_STATUS + "\\E\\.(\\d+) = INTEGER");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Testbed testbed;
    private final Topology topology;
    private final SnmpSecrets secrets;

    /** @throws IOException if the elements' passphrases cannot be read */
    public TestbedNetwork(Testbed testbed) throws IOException {
        this.testbed = testbed;
        this.topology = testbed.topology();
        this.secrets = SnmpSecrets.read(WanEmulator.secretsFile(testbed.state()));
    }

    @Override
    public Set<String> vlans() {
        Set<String> vlans = new TreeSet<>();
        topology.sites().forEach(site -> vlansOf(site).forEach(vlans::add));
        return vlans;
    }

    /** Asked from the element's own site: the answer has no ocean to cross. */
    private Stream<String> vlansOf(Site site) {
        NetSnmp manager =
                new NetSnmp(topology.namespaceOf(site.name()), testbed.state().resolve("net-snmp"), secrets);
        Command.Outcome walk = manager.tool("snmpwalk", site, List.of(ROW_STATUS));
        if (!walk.succeeded()) {
            throw new HostException("The element of " + site.name().value() + " does not answer: "
                    + walk.output().strip());
        }
        return ROW.matcher(walk.output())
                .results()
                .map(row -> "VLAN " + row.group(1) + " at " + site.name().value());
    }

    @Override
    public String siteAtEdge() {
        List<String> ends = forwardings()
                .filter(entry ->
                        entry.path("mac").asText().equals(topology.guest().mac().text()))
                .filter(entry -> entry.hasNonNull("dst"))
                .map(entry -> entry.get("dst").asText())
                .toList();
        return topology.sites().stream()
                .filter(site -> ends.equals(List.of(site.internet().text())))
                .map(site -> site.name().value())
                .findFirst()
                .orElse("no single site but to " + ends);
    }

    private Stream<JsonNode> forwardings() {
        String shown = Command.of(
                        "bridge", "-j", "fdb", "show", "dev", topology.tunnel().device())
                .in(topology.namespaceOf(topology.edge().name()))
                .run();
        try {
            return StreamSupport.stream(JSON.readTree(shown).spliterator(), false);
        } catch (JsonProcessingException unreadable) {
            throw new HostException("bridge does not answer in JSON: " + shown, unreadable);
        }
    }
}
