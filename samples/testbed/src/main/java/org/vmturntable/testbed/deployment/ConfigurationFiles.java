package org.vmturntable.testbed.deployment;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vmturntable.testbed.guest.GuestService;
import org.vmturntable.testbed.topology.Place;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.topology.Topology;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes what containers, clients and samples read of a testbed. */
final class ConfigurationFiles {
    private final Testbed testbed;
    private final Topology topology;

    ConfigurationFiles(Testbed testbed) {
        this.testbed = testbed;
        this.topology = testbed.topology();
    }

    void write(Credentials credentials) {
        var configuration = new ContainerConfiguration(testbed, credentials);
        for (Place place : topology.places()) {
            writeYaml(testbed.directoryOf(place.name()).containerConfiguration(), configuration.of(place));
        }
        writeYaml(testbed.clientProfile(), clientProfile());
        writeJson(testbed.description(), description());
    }

    private Map<String, Object> clientProfile() {
        Map<String, Object> sites = new LinkedHashMap<>();
        for (Site site : topology.sites()) {
            sites.put(site.name().value(), ContainerConfiguration.url(new Place(site.name(), site.internet())));
        }
        return ContainerConfiguration.ordered(
                "identity", ContainerConfiguration.identity(testbed, Credentials.OPERATOR.name()),
                "sites", sites,
                "netns", topology.namespaceOf(topology.visualization().name()));
    }

    private Map<String, Object> description() {
        Map<String, Object> places = new LinkedHashMap<>();
        for (Place place : topology.places()) {
            places.put(place.name().value(), describe(place));
        }
        return ContainerConfiguration.ordered(
                "topology", testbed.topologyFile().toString(),
                "state", testbed.state().toString(),
                "logs", testbed.logs().toString(),
                "clientProfile", testbed.clientProfile().toString(),
                "clientNamespace", topology.namespaceOf(topology.visualization().name()),
                "places", places,
                "guest", guest());
    }

    private Map<String, Object> describe(Place place) {
        Map<String, Object> description = ContainerConfiguration.ordered(
                "namespace", topology.namespaceOf(place.name()),
                "container", ContainerConfiguration.url(place),
                "log", testbed.logOf(place.name()).toString());
        if (!place.name().equals(topology.edge().name())) {
            description.put("libvirt", testbed.directoryOf(place.name()).libvirtUri());
        }
        return description;
    }

    private Map<String, Object> guest() {
        var guest = topology.guest();
        return ContainerConfiguration.ordered(
                "name", guest.name(),
                "id", GuestService.idOf(guest).toString(),
                "home", guest.home().value(),
                "address", guest.address().text(),
                "echoPort", GuestService.ECHO_PORT,
                "checkPort", GuestService.CHECK_PORT,
                "heartbeatPort", GuestService.HEARTBEAT_PORT);
    }

    private static void writeYaml(Path file, Map<String, Object> content) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        writeText(file, new Yaml(options).dump(content));
    }

    private static void writeJson(Path file, Map<String, Object> content) {
        try {
            writeText(file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void writeText(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
