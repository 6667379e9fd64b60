package org.vmturntable.testbed.deployment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.testbed.element.SnmpSecrets;
import org.vmturntable.testbed.site.SiteDirectory;
import org.vmturntable.testbed.topology.Fibre;
import org.vmturntable.testbed.topology.Place;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.topology.Topology;

/** What each place's grid container reads: its site.yaml, as nested maps in the order a person would write them. */
final class ContainerConfiguration {
    static final int PORT = 8443;
    /** What a migration asks for if it says nothing: a link's rate less what headers and everything around the stream take. */
    private static final String DEFAULT_BANDWIDTH = "970 Mbit/s";

    private static final long MEBIBYTES_IN_GIBIBYTE = 1024;
    private static final long NANOS_IN_MILLISECOND = 1_000_000;
    private static final long NANOS_IN_MICROSECOND = 1_000;

    private final Testbed testbed;
    private final Topology topology;
    private final Credentials credentials;

    ContainerConfiguration(Testbed testbed, Credentials credentials) {
        this.testbed = testbed;
        this.topology = testbed.topology();
        this.credentials = credentials;
    }

    static String url(Place place) {
        return "https://" + place.internet() + ":" + PORT;
    }

    Map<String, Object> of(Place place) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        boolean broker = place.name().equals(topology.optical().broker());
        boolean edge = place.name().equals(topology.edge().name());
        yaml.put("site", place.name().value());
        yaml.put(
                "roles",
                edge
                        ? List.of("edge")
                        : broker ? List.of("hosting", "authority", "broker") : List.of("hosting", "authority"));
        yaml.put("listen", ordered("address", place.internet().text(), "port", PORT, "url", url(place)));
        yaml.put("identity", identity(testbed, place.name().value()));
        yaml.put(
                "store",
                Map.of(
                        "url",
                        "jdbc:h2:file:" + testbed.directoryOf(place.name()).store()));
        if (edge) {
            yaml.put("edge", Map.of("device", topology.tunnel().device()));
        } else {
            addHosting(yaml, topology.site(place.name()));
        }
        yaml.put("peers", peersOf(place));
        yaml.put("operators", List.of(Credentials.OPERATOR.rfc4514()));
        yaml.put("consumers", List.of(Testbed.CONSUMERS));
        yaml.put("broker", Map.of("site", topology.optical().broker().value()));
        yaml.put("edges", List.of(topology.edge().name().value()));
        yaml.put("tunnelEndpoints", tunnelEndpoints());
        if (broker) {
            yaml.put("network", network());
        }
        return yaml;
    }

    static Map<String, Object> identity(Testbed testbed, String holder) {
        return ordered(
                "keyStore", Credentials.keyStore(testbed, holder).toString(),
                "trustStore", Credentials.trustStore(testbed, holder).toString(),
                "passwordFile", Credentials.passwordFile(testbed, holder).toString());
    }

    private void addHosting(Map<String, Object> yaml, Site site) {
        SiteDirectory directory = testbed.directoryOf(site.name());
        yaml.put("tokenKeyFile", Credentials.tokenKeyFile(testbed, site.name()).toString());
        yaml.put(
                "hosting",
                ordered(
                        "libvirt", directory.libvirtUri(),
                        "control", "qemu+tls://" + site.internet() + "/system",
                        "monitors", directory.monitors().toString(),
                        "images",
                                ordered(
                                        "folder",
                                        directory.images().toString(),
                                        "hypervisor",
                                        SiteDirectory.IMAGES_AS_LIBVIRT_SEES_THEM.toString()),
                        "memory", text(site.memory()),
                        "vcpus", site.vcpus()));
        yaml.put(
                "lightpath",
                ordered(
                        "port",
                        site.name().value() + ":" + site.element().client(),
                        "address",
                        site.optical().text(),
                        "bandwidth",
                        DEFAULT_BANDWIDTH));
        yaml.put("gate", ordered("socket", directory.gateSocket().toString(), "port", GateProcess.PORT));
    }

    private List<Object> peersOf(Place self) {
        List<Object> peers = new ArrayList<>();
        for (Place peer : topology.places()) {
            if (!peer.equals(self)) {
                peers.add(peer(peer));
            }
        }
        return peers;
    }

    private Map<String, Object> peer(Place peer) {
        boolean edge = peer.name().equals(topology.edge().name());
        Map<String, Object> yaml = ordered(
                "site", peer.name().value(),
                "role", edge ? "edge" : "container",
                "subject", credentials.subjectOf(peer.name()).rfc4514(),
                "url", url(peer));
        if (!edge) {
            yaml.put("tokenKey", credentials.tokenKeyOf(peer.name()));
        }
        return yaml;
    }

    private Map<String, Object> tunnelEndpoints() {
        Map<String, Object> ends = new LinkedHashMap<>();
        topology.sites()
                .forEach(site -> ends.put(site.name().value(), site.internet().text()));
        return ends;
    }

    private Map<String, Object> network() {
        return ordered(
                "elements",
                        topology.sites().stream()
                                .map(ContainerConfiguration::element)
                                .toList(),
                "links",
                        topology.optical().fibres().stream()
                                .map(ContainerConfiguration::link)
                                .toList(),
                "snmp",
                        ordered(
                                "user",
                                SnmpSecrets.USER,
                                "secretsFile",
                                testbed.snmpSecrets().toString()),
                "vlans", topology.optical().vlans().toString());
    }

    private static Map<String, Object> element(Site site) {
        return ordered(
                "name",
                site.name().value(),
                "snmp",
                site.element().management() + ":161",
                "ports",
                new LinkedHashMap<>(site.element().ports()));
    }

    private static Map<String, Object> link(Fibre fibre) {
        return ordered(
                "a", fibre.a().toString(),
                "b", fibre.b().toString(),
                "bandwidth", text(fibre.rate()),
                "roundTrip", text(fibre.rtt()));
    }

    private static String text(Bandwidth rate) {
        return rate.bitsPerSecond() / 1_000_000 + " Mbit/s";
    }

    private static String text(Duration time) {
        return time.toNanosPart() % NANOS_IN_MILLISECOND == 0
                ? time.toMillis() + " ms"
                : time.toNanos() / NANOS_IN_MICROSECOND + " us";
    }

    private static String text(Bytes amount) {
        long mebibytes = amount.mebibytes();
        return mebibytes % MEBIBYTES_IN_GIBIBYTE == 0 ? mebibytes / MEBIBYTES_IN_GIBIBYTE + " GiB" : mebibytes + " MiB";
    }

    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
