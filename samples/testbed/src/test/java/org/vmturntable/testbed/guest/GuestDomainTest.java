package org.vmturntable.testbed.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.testbed.topology.Ipv4Address;
import org.vmturntable.testbed.topology.MacAddress;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class GuestDomainTest {
    private static final UUID ID = UUID.fromString("6f9fca51-92f1-4ab2-9cf5-3e8ad1a87a66");

    @Test
    void theContainerFindsTheGuestsAddressInTheMetadata() throws Exception {
        assertThat(read(
                        domain("search"),
                        "//*[local-name()='address' and namespace-uri()='http://vmturntable.org/2026/11/vm']"))
                .isEqualTo("10.1.1.2");
    }

    @Test
    void memoryIsGivenInKibibytes() throws Exception {
        assertThat(read(domain("search"), "/domain/memory[@unit='KiB']")).isEqualTo("204800");
    }

    @Test
    void machineAndProcessorArePinned() throws Exception {
        GuestDomain domain = domain("search");
        assertThat(read(domain, "/domain/os/type/@machine")).isEqualTo("pc-q35-10.0");
        assertThat(read(domain, "concat(/domain/cpu/@match,' ',/domain/cpu/model)"))
                .isEqualTo("exact qemu64");
    }

    @Test
    void thereIsNothingToCarryButMemoryAndANetworkCard() throws Exception {
        assertThat(read(domain("search"), "count(//disk)")).isEqualTo("0");
        assertThat(read(domain("search"), "count(//interface)")).isEqualTo("1");
    }

    @Test
    void aDiskIsAnOverlayThatTellsWhatLiesBeneath() throws Exception {
        GuestDomain domain =
                domain("search", Optional.of(new GuestDisk(Path.of("/i/o.qcow2"), Path.of("/i/base/f00"))));
        assertThat(read(domain, "/domain/devices/disk/source/@file")).isEqualTo("/i/o.qcow2");
        assertThat(read(domain, "/domain/devices/disk/backingStore/source/@file"))
                .isEqualTo("/i/base/f00");
        assertThat(read(domain, "/domain/devices/disk/driver/@cache")).isEqualTo("none");
    }

    @Test
    void namesAreEscaped() throws Exception {
        assertThat(read(domain("a<b&'c'"), "/domain/name")).isEqualTo("a<b&'c'");
    }

    private static GuestDomain domain(String name) {
        return domain(name, Optional.empty());
    }

    private static GuestDomain domain(String name, Optional<GuestDisk> disk) {
        return new GuestDomain(
                ID,
                name,
                GuestDomain.Hypervisor.TRANSLATOR,
                "pc-q35-10.0",
                Bytes.ofMebibytes(200),
                new GuestImage(Path.of("/x/vmlinuz"), Path.of("/x/initramfs.gz")),
                "console=ttyS0",
                new Ipv4Address("10.1.1.2"),
                new MacAddress("52:54:00:0a:01:02"),
                "br0",
                "/var/log/libvirt/qemu/console.log",
                disk);
    }

    private static String read(GuestDomain domain, String path) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(domain.toXml())));
        return XPathFactory.newInstance().newXPath().evaluate(path, document);
    }
}
