package org.vmturntable.container;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vmturntable.container.config.SiteFile;
import org.vmturntable.container.soap.TestAuthority;
import org.vmturntable.drac.element.InMemoryElement;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.soap.GridClients;
import org.vmturntable.soap.SoapIdentity;
import org.vmturntable.soap.migration.Migration;
import org.vmturntable.soap.vm.MigratableVm;
import org.vmturntable.soap.vm.Migrate;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestState;
import org.vmturntable.tunnel.Attachment;
import org.vmturntable.tunnel.EdgeGateway;
import org.vmturntable.tunnel.InMemoryForwardingPlane;
import org.vmturntable.tunnel.Ipv4Address;
import org.vmturntable.tunnel.MacAddress;

/**
 * Three sites and an edge on this host: real containers, stores, SOAP and TLS, and devices in memory. A fourth site, which no fibre
 * reaches, is known to all and starts only when it is told to.
 */
final class TestGrid implements AutoCloseable {
    static final String EDGE = "edge";
    static final String UNLINKED = "hilo";
    private static final List<String> SITES = List.of("amsterdam", "chicago", "sandiego", UNLINKED);

    final Hypervisors hypervisors = new Hypervisors();
    final Map<String, InMemoryElement> elements = new LinkedHashMap<>();
    final InMemoryForwardingPlane plane = new InMemoryForwardingPlane();
    final LeapingClock clock = new LeapingClock();
    private final Map<String, Container> running = new LinkedHashMap<>();
    private final Map<String, Life> lives = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, String> tokenKeys = new LinkedHashMap<>();
    private final Path folder;
    private final GridClients clients;
    private int booted;

    TestGrid(Path folder) throws Exception {
        this.folder = folder;
        TestAuthority authority = new TestAuthority(folder.resolve("pki"), "Grid");
        for (String place : places()) {
            elements.computeIfAbsent(place, InMemoryElement::new);
            ports.put(place, freePort());
            authority.identity(place, place.equals(EDGE) ? "edge" : "container");
            writeTokenKey(place);
        }
        elements.remove(EDGE);
        TestAuthority.writeSecret(folder.resolve("snmp"), "authentication=none\nprivacy=none\n");
        clients = new GridClients(authority.identity("operator", "operator"));
    }

    private static List<String> places() {
        return Stream.concat(SITES.stream(), Stream.of(EDGE)).toList();
    }

    void start(String place) throws IOException {
        Life life = new Life();
        lives.put(place, life);
        Path file = Files.writeString(folder.resolve(place + ".yaml"), yaml(place));
        running.put(
                place,
                Container.start(SiteFile.read(file), new FakeSurroundings(hypervisors, elements, plane, clock, life)));
    }

    void startAll() throws IOException {
        for (String place : places()) {
            if (!place.equals(UNLINKED)) {
                start(place);
            }
        }
    }

    /** Sites whose container runs. */
    List<String> sites() {
        return SITES.stream().filter(running::containsKey).toList();
    }

    /** A machine that runs at the site and that the edge has heard of, with addresses that no other has. */
    Guest boot(String site, long mebibytes) {
        Guest guest = bootUnheardOf(site, mebibytes);
        edge().attach(new Attachment(guest.id(), mac(guest), address(guest), new SiteId(site), 0));
        return guest;
    }

    /** The same, but its site has yet to tell the edge. */
    Guest bootUnheardOf(String site, long mebibytes) {
        int number = ++booted;
        Guest guest = new Guest(
                new VmId(UUID.randomUUID()),
                "guest-" + number,
                GuestState.RUNNING,
                Bytes.ofMebibytes(mebibytes),
                1,
                List.of("52:54:00:0a:01:%02x".formatted(number)),
                List.of("10.1.1." + number));
        hypervisors.boot(site, guest);
        return guest;
    }

    MigrationId migrate(String site, VmId vm, Migrate order) throws Exception {
        return MigrationId.parse(vm(site, vm).migrate(order).getMigrationId());
    }

    MigratableVm vm(String site, VmId vm) {
        return clients.port(MigratableVm.class, at(site, "/vm/" + vm));
    }

    Migration migration(String site, MigrationId id) {
        return clients.port(Migration.class, at(site, "/migration/" + id));
    }

    static Migrate order(String destination) {
        Migrate order = new Migrate();
        order.setDestinationSite(destination);
        return order;
    }

    EdgeGateway edge() {
        return container(EDGE).edge().orElseThrow();
    }

    static MacAddress mac(Guest guest) {
        return new MacAddress(guest.macAddresses().get(0));
    }

    static Ipv4Address address(Guest guest) {
        return new Ipv4Address(guest.addresses().get(0));
    }

    /** The tunnel's far end at the site. */
    static Ipv4Address tunnelEnd(String site) {
        return new Ipv4Address("198.18.0." + (SITES.indexOf(site) + 1));
    }

    /** Ends the container's work at once, from whichever thread: nothing more is written, and nothing more is done to a device. */
    void kill(String place) {
        requireNonNull(lives.get(place)).end();
        container(place).foundation().store().close();
    }

    /** Clears away what a killed process would have left to its operating system, if that was not done yet. */
    void bury(String place) {
        Optional.ofNullable(running.remove(place)).ifPresent(Container::close);
    }

    Container container(String place) {
        return requireNonNull(running.get(place));
    }

    InMemoryElement element(String site) {
        return requireNonNull(elements.get(site));
    }

    GridClients clients() {
        return clients;
    }

    /** A place's own identity, as its container has it. */
    SoapIdentity identity(String place) throws IOException {
        Path pki = folder.resolve("pki");
        return SoapIdentity.read(pki.resolve(place + ".p12"), pki.resolve("ca.p12"), pki.resolve("password"));
    }

    URI at(String place, String path) {
        return URI.create("https://127.0.0.1:" + ports.get(place) + path);
    }

    @Override
    public void close() {
        clients.close();
        running.values().forEach(Container::close);
    }

    private String yaml(String place) {
        return place.equals(EDGE) ? edgeYaml() : siteYaml(place);
    }

    private String siteYaml(String place) {
        int number = SITES.indexOf(place) + 1;
        boolean broker = place.equals("chicago");
        return common(place, broker ? "hosting, authority, broker" : "hosting, authority")
                + """
                tokenKeyFile: %1$s.pem
                hosting: {libvirt: "test:///default", control: "qemu+tls://%1$s/system", memory: 1 GiB, vcpus: 4}
                lightpath: {port: "%1$s:client-1", address: 10.30.0.%2$d, bandwidth: 900 Mbit/s}
                """.formatted(place, number)
                + (broker ? NETWORK : "");
    }

    private String edgeYaml() {
        return common(EDGE, "edge") + "edge: {device: vx0}\n";
    }

    private String common(String place, String roles) {
        return """
            site: %1$s
            roles: [%2$s]
            listen: {address: 127.0.0.1, port: %3$d, url: "https://127.0.0.1:%3$d"}
            identity: {keyStore: pki/%1$s.p12, trustStore: pki/ca.p12, passwordFile: pki/password}
            store: {url: "jdbc:h2:file:%4$s/%1$s"}
            operators: ["CN=operator,OU=operator,O=Test"]
            consumers: ["http://127.0.0.1"]
            broker: {site: chicago}
            edges: [edge]
            tunnelEndpoints: {amsterdam: 198.18.0.1, chicago: 198.18.0.2, sandiego: 198.18.0.3, hilo: 198.18.0.4}
            peers:
            %5$s
            """.formatted(place, roles, ports.get(place), folder.toAbsolutePath(), peersOf(place));
    }

    private String peersOf(String place) {
        return places().stream()
                .filter(peer -> !peer.equals(place))
                .map(peer -> "  - {site: %1$s, role: %2$s, subject: \"CN=%1$s,OU=%2$s,O=Test\", url: \"%3$s\"%4$s}"
                        .formatted(peer, peer.equals(EDGE) ? "edge" : "container", at(peer, ""), tokenKey(peer)))
                .collect(Collectors.joining("\n"));
    }

    private String tokenKey(String peer) {
        return peer.equals(EDGE) ? "" : ", tokenKey: \"" + tokenKeys.get(peer) + "\"";
    }

    private void writeTokenKey(String place) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        tokenKeys.put(place, Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        TestAuthority.writeSecret(folder.resolve(place + ".pem"), pem);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static final String NETWORK = """
        network:
          elements:
            - {name: amsterdam, snmp: "127.0.0.1:161", ports: {client-1: 1, line-1: 2}}
            - {name: chicago, snmp: "127.0.0.1:161", ports: {client-1: 1, line-1: 2, line-2: 3}}
            - {name: sandiego, snmp: "127.0.0.1:161", ports: {client-1: 1, line-1: 2}}
            - {name: hilo, snmp: "127.0.0.1:161", ports: {client-1: 1}}
          links:
            - {a: "amsterdam:line-1", b: "chicago:line-1", bandwidth: 1000 Mbit/s, roundTrip: 98 ms}
            - {a: "chicago:line-2", b: "sandiego:line-1", bandwidth: 1000 Mbit/s, roundTrip: 100 ms}
          snmp: {user: drac, secretsFile: snmp}
          vlans: 100-199
        """;
}
