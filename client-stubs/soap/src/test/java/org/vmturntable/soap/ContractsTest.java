package org.vmturntable.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ContractsTest {
    private static final Path WSDL = Path.of("../../wsdl");
    private static final String POLICY = "http://www.w3.org/ns/ws-policy";
    private static final String WSDL_11 = "http://schemas.xmlsoap.org/wsdl/";
    private static final String METADATA = "http://www.w3.org/2007/05/addressing/metadata";

    @Test
    void theStandardsFilesAreByteForByteAsPublished() throws Exception {
        Path folder = WSDL.resolve("oasis");
        Set<String> listed = new TreeSet<>();
        for (String line : Files.readAllLines(folder.resolve("SHA256SUMS"))) {
            String[] sumAndName = line.split(" +", 2);
            listed.add(sumAndName[1]);
            byte[] content = Files.readAllBytes(folder.resolve(sumAndName[1]));
            String sum = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            assertThat(sum).as(sumAndName[1]).isEqualTo(sumAndName[0]);
        }
        assertThat(namesIn(folder, ".xsd", ".wsdl")).isEqualTo(listed);
    }

    @Test
    void everyBindingAsksForSignedMessagesExceptTheConsumers() throws Exception {
        for (String file : services()) {
            NodeList references = parse(file).getElementsByTagNameNS(POLICY, "PolicyReference");
            String expected = file.equals("notification-consumer.wsdl") ? "#Addressed" : "#SignedMessages";
            assertThat(references.getLength()).as(file).isEqualTo(1);
            assertThat(((Element) references.item(0)).getAttribute("URI"))
                    .as(file)
                    .isEqualTo(expected);
        }
    }

    @Test
    void everyServiceHasTheSamePolicy() throws Exception {
        Set<String> policies = new TreeSet<>();
        for (String file : services()) {
            String text = Files.readString(WSDL.resolve(file));
            int from = text.indexOf("<wsp:Policy wsu:Id=\"SignedMessages\">");
            if (from >= 0) {
                policies.add(text.substring(from, text.indexOf("<wsdl:import", from)));
            }
        }
        assertThat(policies).hasSize(1);
    }

    @Test
    void everyMessageOfAPortTypeHasItsAction() throws Exception {
        for (String file : services()) {
            Document document = parse(file);
            Element portType = (Element)
                    document.getElementsByTagNameNS(WSDL_11, "portType").item(0);
            for (String kind : List.of("input", "output", "fault")) {
                NodeList messages = portType.getElementsByTagNameNS(WSDL_11, kind);
                for (int i = 0; i < messages.getLength(); i++) {
                    assertThat(((Element) messages.item(i)).getAttributeNS(METADATA, "Action"))
                            .as(file + " " + kind + " " + i)
                            .startsWith("http://");
                }
            }
        }
    }

    @Test
    void aReferenceKeepsItsKeyInPathAndParameter() {
        var reference = EndpointReferences.resource(URI.create("https://198.18.0.1:8443/migration"), "k-1");

        assertThat(EndpointReferences.address(reference)).hasToString("https://198.18.0.1:8443/migration/k-1");
        assertThat(EndpointReferences.key(reference)).contains("k-1");
    }

    private static Set<String> services() {
        Set<String> files = namesIn(WSDL, ".wsdl");
        files.remove("faults.wsdl");
        return files;
    }

    private static Set<String> namesIn(Path folder, String... endings) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> Stream.of(endings).anyMatch(name::endsWith))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Document parse(String file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try (InputStream in = Files.newInputStream(WSDL.resolve(file))) {
            return factory.newDocumentBuilder().parse(in);
        }
    }
}
