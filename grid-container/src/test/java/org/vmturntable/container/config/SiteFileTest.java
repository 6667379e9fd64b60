package org.vmturntable.container.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.tunnel.Ipv4Address;

class SiteFileTest {
    @TempDir
    private Path directory;

    private String yaml = "";

    @BeforeEach
    void writeFiles() throws Exception {
        for (String name : List.of("own.p12", "ca.p12", "password", "token.pem", "snmp")) {
            Files.writeString(directory.resolve(name), "x");
        }
        for (String name : List.of("password", "token.pem", "snmp")) {
            Files.setPosixFilePermissions(directory.resolve(name), PosixFilePermissions.fromString("rw-------"));
        }
        byte[] key = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        yaml = FULL.replace("KEY", Base64.getEncoder().encodeToString(key));
    }

    @Test
    void readsEverythingThatASiteNeeds() throws IOException {
        SiteConfiguration site = read();
        assertThat(site.site()).isEqualTo(new SiteId("chicago"));
        assertThat(site.roles()).containsExactlyInAnyOrder(Role.HOSTING, Role.AUTHORITY, Role.BROKER);
        assertThat(site.listen().url()).hasToString("https://198.18.0.2:8443");
        assertThat(site.identity().keyStore()).isEqualTo(directory.resolve("own.p12"));
        assertThat(site.hosting().map(Hosting::memory)).contains(Bytes.ofMebibytes(2048));
        assertThat(site.lightpath().map(LightpathEnd::bandwidth)).contains(Bandwidth.ofMegabitsPerSecond(900));
        assertThat(site.gate()).contains(new GateEnd(directory.resolve("gate.sock"), 7787));
        assertThat(site.consumers())
                .containsExactlyInAnyOrder(URI.create("https://desk.example"), URI.create("http://198.18.0.9:9000"));
        assertThat(site.operators()).containsExactly(new X500Principal("CN=operator,OU=operator,O=Grid"));
        assertThat(site.broker()).contains(new SiteId("chicago"));
        assertThat(site.edges()).containsExactly(new SiteId("edge"));
        assertThat(site.peer(new SiteId("amsterdam")).flatMap(Peer::tokenKey)).isPresent();
        assertThat(site.peer(new SiteId("edge")).map(Peer::role)).contains(PeerRole.EDGE);
        assertThat(site.peer(new SiteId("nowhere"))).isEqualTo(Optional.empty());
    }

    @Test
    void imagesAreWhereTheHypervisorSeesThemUnlessItSeesThemElsewhere() throws IOException {
        assertThat(read().hosting().flatMap(Hosting::images)).isEmpty();
        String before = yaml;
        yaml = before.replace("vcpus: 4", "vcpus: 4, images: {folder: " + directory + "}");
        assertThat(read().hosting().flatMap(Hosting::images)).contains(new Hosting.Images(directory, directory));
        yaml = before.replace("vcpus: 4", "vcpus: 4, images: {folder: " + directory + ", hypervisor: /images}");
        assertThat(read().hosting().flatMap(Hosting::images))
                .contains(new Hosting.Images(directory, Path.of("/images")));
    }

    @Test
    void aMigrationMayTakeFourHoursUnlessTheFileSaysOtherwise() throws IOException {
        assertThat(read().hosting().map(Hosting::longestMigration)).contains(Duration.ofHours(4));
        yaml = yaml.replace("vcpus: 4", "vcpus: 4, longestMigration: 90 min");
        assertThat(read().hosting().map(Hosting::longestMigration)).contains(Duration.ofMinutes(90));
    }

    @Test
    void readsTheNetworkOfABroker() throws IOException {
        Network network = read().network().orElseThrow();
        assertThat(network.elements()).hasSize(2);
        assertThat(network.elements().get(0).ports()).containsEntry("line-1", 2);
        assertThat(network.links())
                .containsExactly(new Network.Fibre(
                        PortId.parse("amsterdam:line-1"),
                        PortId.parse("chicago:line-1"),
                        Bandwidth.ofMegabitsPerSecond(1000),
                        java.time.Duration.ofMillis(98)));
        assertThat(network.vlans()).isEqualTo(new Network.VlanRange(100, 199));
    }

    @Test
    void readsAnEdgeThatIsNothingElse() throws IOException {
        yaml = EDGE_ONLY;
        SiteConfiguration site = read();
        assertThat(site.roles()).containsExactly(Role.EDGE);
        assertThat(site.edgeDevice()).contains("vx0");
        assertThat(site.tunnelEndpoints()).containsEntry(new SiteId("chicago"), new Ipv4Address("198.18.0.2"));
    }

    @Test
    void saysEveryMistakeAtOnceWithItsLine() {
        yaml = yaml.replace("site: chicago", "site: Chicago")
                .replace("port: 8443", "port: 84430")
                .replace("memory: 2 GiB", "memory: 2 GB")
                .replace("vlans: 100-199", "vlanes: 100-199");
        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        GridException.class,
                        refused -> assertThat(refused.code()).isEqualTo(FailureCode.CONFIGURATION_INVALID))
                .hasMessageContaining("has 6 mistakes")
                .hasMessageContaining("line 1: site: Not a site name: Chicago")
                .hasMessageContaining("line 3: listen.port: '84430' is no number from 1 to 65535")
                .hasMessageContaining(
                        "hosting.memory: '2 GB' is no amount such as 2 GiB; units are B, GiB, KiB, MiB, TiB")
                .hasMessageContaining("network.vlans is missing")
                .hasMessageContaining("network.vlanes is not known")
                .hasMessageContaining("broker.site: Not a site name: Chicago");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            url: "https://198.18.0.2:8443"     | url: "http://198.18.0.2:8443"  | is no https address
            keyStore: own.p12                  | keyStore: absent.p12           | there is no file
            url: "jdbc:h2:file:/tmp/none"      | url: "jdbc:mysql:x"            | is no JDBC URL of H2 or PostgreSQL
            bandwidth: 900 Mbit/s              | bandwidth: 900                 | is no amount such as 900 Mbit/s
            bandwidth: 900 Mbit/s              | bandwidth: 0 Mbit/s            | a bandwidth must be more than zero
            port: "chicago:client-1"           | port: "chicago"                | expected element:port
            address: 10.30.0.2                 | address: chicago.example       | is no IP address
            vcpus: 4                           | vcpus: four                    | is no number
            vcpus: 4                           | vcpus: 4, monitors: absent     | hosting.monitors: there is no folder
            vcpus: 4                           | vcpus: 4, monitors: /tmp       | everybody may write to /tmp
            vcpus: 4                           | vcpus: 4, images: {}           | hosting.images.folder is missing
            vcpus: 4                           | vcpus: 4, images: {folder: no} | hosting.images.folder: there is no folder
            vcpus: 4                           | vcpus: 4, images: {folder: ., hypervisor: x} | is no absolute path
            vcpus: 4                           | vcpus: 4, longestMigration: 9 min | a migration may take 10 min or more
            vcpus: 4                           | vcpus: 4, longestMigration: 4  | is no amount such as 4 h
            role: edge                         | role: egde                     | is neither container nor edge
            hosting, authority, broker         | hosting, authority, brokers    | is no role
            b: "chicago:line-1"                | b: "chicago:line-9"            | no element has the port chicago:line-9
            snmp: "198.18.0.101:161"           | snmp: "198.18.0.101"           | is no address with a port
            vlans: 100-199                     | vlans: 199-100                 | is no number from 199 to 4094
            roundTrip: 98 ms                   | roundTrip: 98                  | is no amount such as 98 ms
            tokenKeyFile: token.pem            | #                              | tokenKeyFile is missing; the role authority
            operators: [                       | operator: [                    | operator is not known
            "https://desk.example"             | "https://desk.example/x"       | is no origin such as
            "https://desk.example"             | "desk.example"                 | is no URI
            site: amsterdam, role: container   | site: amsterdam, site: a       | peers[0].site is given twice
            tokenKey: "                        | tokenKey: "AA                  | Not an Ed25519 public key
            broker: {site: chicago}            | broker: {site: hilo}           | line 14: broker.site: no peer is the site hilo
            broker: {site: chicago}            | broker: {site: edge}           | line 14: broker.site: the peer edge has another role
            edges: [edge]                      | edges: [nowhere]               | line 15: an entry of edges: no peer is the site nowhere
            edges: [edge]                      | edges: [amsterdam]             | line 15: an entry of edges: the peer amsterdam has another role
            edges: [edge]                      | edges: [chicago]               | line 15: an entry of edges: this site's roles lack edge
            site: edge, role                   | site: amsterdam, role          | line 11: peers[1].site: another peer is the site amsterdam already
            CN=edge,OU=edge                    | CN=amsterdam,OU=container      | line 11: peers[1].subject: another peer has the subject
            CN=operator,OU=operator            | CN=edge,OU=edge                | line 12: an entry of operators: a peer has the subject
            address: 198.18.0.2                | address: 999.1.1.1             | line 3: listen.address: '999.1.1.1' is no IP address
            address: 198.18.0.2                | address: "1::2::3"             | line 3: listen.address: '1::2::3' is no IP address
            snmp: "198.18.0.101:161"           | snmp: "198.18.0.256:161"       | line 19: network.elements[0].snmp: '198.18.0.256' is no IP address
            amsterdam: 198.18.0.1,             | amsterdam: "2001:db8::1",      | line 16: tunnelEndpoints.amsterdam: Not an IPv4 address
            b: "chicago:line-1"                | b: "amsterdam:line-1"          | line 21: network.links[0].b: another link ends at the port
            socket: gate.sock                  | socket: absent/gate.sock       | line 24: gate.socket: there is no folder
            port: 7787                         | prot: 7787                     | gate.port is missing
            """)
    void refusesAMistake(String right, String wrong, String why) {
        assertThat(yaml).contains(right);
        yaml = yaml.replace(right, wrong);
        assertThatThrownBy(this::read).hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "password, line 4: identity.passwordFile",
        "token.pem, line 5: tokenKeyFile",
        "snmp, line 22: network.snmp.secretsFile"
    })
    void refusesASecretThatOthersMayRead(String name, String where) throws IOException {
        Path file = directory.resolve(name);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(this::read).hasMessageContainingAll(where, "chmod 600 " + file);
    }

    @Test
    void saysWhereTheYamlItselfIsWrong() {
        yaml = "site: chicago\nroles: [hosting\nlisten: {}\n";
        assertThatThrownBy(this::read).hasMessageContaining("line 3");
    }

    @Test
    void refusesAnEmptyFileAndOneThatIsAList() {
        yaml = "";
        assertThatThrownBy(this::read).hasMessageContaining("is empty");
        yaml = "- site: chicago\n";
        assertThatThrownBy(this::read).hasMessageContaining("must be a mapping");
    }

    private SiteConfiguration read() throws IOException {
        Path file = directory.resolve("site.yaml");
        Files.writeString(file, yaml);
        return SiteFile.read(file);
    }

    private static final String FULL = """
            site: chicago
            roles: [hosting, authority, broker]
            listen: {address: 198.18.0.2, port: 8443, url: "https://198.18.0.2:8443"}
            identity: {keyStore: own.p12, trustStore: ca.p12, passwordFile: password}
            tokenKeyFile: token.pem
            store: {url: "jdbc:h2:file:/tmp/none"}
            hosting: {libvirt: "qemu+unix:///system?socket=/run/x", control: "qemu+tls://198.18.0.2/system", memory: 2 GiB, vcpus: 4}
            lightpath: {port: "chicago:client-1", address: 10.30.0.2, bandwidth: 900 Mbit/s}
            peers:
              - {site: amsterdam, role: container, subject: "CN=amsterdam,OU=container,O=Grid", url: "https://198.18.0.1:8443", tokenKey: "KEY"}
              - {site: edge, role: edge, subject: "CN=edge,OU=edge,O=Grid", url: "https://198.18.0.4:8443/"}
            operators: ["CN=operator,OU=operator,O=Grid"]
            consumers: ["https://desk.example", "http://198.18.0.9:9000"]
            broker: {site: chicago}
            edges: [edge]
            tunnelEndpoints: {amsterdam: 198.18.0.1, chicago: 198.18.0.2}
            network:
              elements:
                - {name: amsterdam, snmp: "198.18.0.101:161", ports: {client-1: 1, line-1: 2}}
                - {name: chicago, snmp: "198.18.0.102:161", ports: {client-1: 1, line-1: 2}}
              links: [{a: "amsterdam:line-1", b: "chicago:line-1", bandwidth: 1 Gbit/s, roundTrip: 98 ms}]
              snmp: {user: drac, secretsFile: snmp}
              vlans: 100-199
            gate: {socket: gate.sock, port: 7787}
            """;

    private static final String EDGE_ONLY = """
            site: edge
            roles: [edge]
            listen: {address: 198.18.0.4, port: 8443, url: "https://198.18.0.4:8443"}
            identity: {keyStore: own.p12, trustStore: ca.p12, passwordFile: password}
            store: {url: "jdbc:h2:file:/tmp/none"}
            edge: {device: vx0}
            tunnelEndpoints: {amsterdam: 198.18.0.1, chicago: 198.18.0.2}
            peers: []
            """;
}
