package org.vmturntable.testbed.topology;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a topology from its YAML file; {@code topologies/igrid2005.yaml} shows every key. */
public final class TopologyFile {
    private static final Pattern MEGABITS = Pattern.compile("(\\d+) Mbit/s");
    private static final Pattern MEMORY = Pattern.compile("(\\d+) (MiB|GiB)");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,4})-(\\d{1,4})");

    private TopologyFile() {}

    /**
     * Reads and checks a topology.
     *
     * @throws GridException {@link FailureCode#CONFIGURATION_INVALID} at the first mistake, naming file, line and key
     */
    public static Topology read(Path file) {
        try (Reader text = Files.newBufferedReader(file)) {
            Node root = new Yaml(new LoaderOptions()).compose(text);
            if (root == null) {
                throw invalid(file + ": the file is empty", null);
            }
            return topology(new YamlPlace(file.toString(), "", root));
        } catch (MarkedYAMLException malformed) {
            int line = malformed.getProblemMark().getLine() + 1;
            throw invalid(file + ":" + line + ": " + malformed.getProblem(), malformed);
        } catch (IOException unreadable) {
            throw invalid(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static Topology topology(YamlPlace yaml) {
        yaml.only(
                "name",
                "namespaces",
                "internet",
                "optical",
                "sites",
                "guestLan",
                "guest",
                "edge",
                "visualization",
                "tunnel");
        return yaml.naming(() -> new Topology(
                yaml.at("name", String::valueOf),
                yaml.at("namespaces", String::valueOf),
                internet(yaml.at("internet")),
                optical(yaml.at("optical")),
                yaml.at("sites").each(TopologyFile::site),
                guestLan(yaml.at("guestLan")),
                guest(yaml.at("guest")),
                edge(yaml.at("edge")),
                visualization(yaml.at("visualization")),
                tunnel(yaml.at("tunnel"))));
    }

    private static Internet internet(YamlPlace yaml) {
        yaml.only("device", "network", "mtu", "accessRate", "rtts");
        return new Internet(
                yaml.at("device", String::valueOf),
                yaml.at("network", Ipv4Prefix::parse),
                yaml.at("mtu", Integer::valueOf),
                yaml.at("accessRate", TopologyFile::bandwidth),
                yaml.at("rtts").each(TopologyFile::distance));
    }

    private static Distance distance(YamlPlace yaml) {
        yaml.only("a", "b", "ms");
        return yaml.naming(() -> new Distance(
                yaml.at("a", SiteId::new), yaml.at("b", SiteId::new), yaml.at("ms", TopologyFile::milliseconds)));
    }

    private static OpticalLayer optical(YamlPlace yaml) {
        yaml.only("device", "network", "mtu", "vlans", "broker", "fibres");
        Matcher vlans = yaml.at("vlans", text -> matched(RANGE, text, "two VLAN ids such as 100-199"));
        return yaml.naming(() -> new OpticalLayer(
                yaml.at("device", String::valueOf),
                yaml.at("network", Ipv4Prefix::parse),
                yaml.at("mtu", Integer::valueOf),
                Integer.parseInt(vlans.group(1)),
                Integer.parseInt(vlans.group(2)),
                yaml.at("broker", SiteId::new),
                yaml.at("fibres").each(TopologyFile::fibre)));
    }

    private static Fibre fibre(YamlPlace yaml) {
        yaml.only("name", "a", "b", "rate", "ms");
        return new Fibre(
                yaml.at("name", String::valueOf),
                yaml.at("a", PortId::parse),
                yaml.at("b", PortId::parse),
                yaml.at("rate", TopologyFile::bandwidth),
                yaml.at("ms", TopologyFile::milliseconds));
    }

    private static Site site(YamlPlace yaml) {
        yaml.only("name", "internet", "optical", "memory", "vcpus", "element");
        return new Site(
                yaml.at("name", SiteId::new),
                yaml.at("internet", Ipv4Address::new),
                yaml.at("optical", Ipv4Address::new),
                yaml.at("memory", TopologyFile::bytes),
                yaml.at("vcpus", Integer::valueOf),
                element(yaml.at("element")));
    }

    private static Element element(YamlPlace yaml) {
        yaml.only("management", "client", "ports");
        Map<String, Integer> ports = new LinkedHashMap<>();
        yaml.at("ports").entries().forEach((name, index) -> ports.put(name, index.as(Integer::valueOf)));
        return yaml.naming(
                () -> new Element(yaml.at("management", Ipv4Address::new), yaml.at("client", String::valueOf), ports));
    }

    private static GuestLan guestLan(YamlPlace yaml) {
        yaml.only("bridge", "gateway", "mac", "mtu");
        return new GuestLan(
                yaml.at("bridge", String::valueOf),
                yaml.at("gateway", Ipv4Prefix::parse),
                yaml.at("mac", MacAddress::new),
                yaml.at("mtu", Integer::valueOf));
    }

    private static Guest guest(YamlPlace yaml) {
        yaml.only("name", "home", "address", "mac", "memory");
        return new Guest(
                yaml.at("name", String::valueOf),
                yaml.at("home", SiteId::new),
                yaml.at("address", Ipv4Address::new),
                yaml.at("mac", MacAddress::new),
                yaml.at("memory", TopologyFile::bytes));
    }

    private static Edge edge(YamlPlace yaml) {
        yaml.only("name", "internet", "mac", "tunnel", "lan", "lanAddresses");
        return new Edge(
                yaml.at("name", SiteId::new),
                yaml.at("internet", Ipv4Address::new),
                yaml.at("mac", MacAddress::new),
                yaml.at("tunnel", Ipv4Prefix::parse),
                yaml.at("lan", String::valueOf),
                yaml.at("lanAddresses").each(place -> place.as(Ipv4Prefix::parse)));
    }

    private static Visualization visualization(YamlPlace yaml) {
        yaml.only("name", "device", "toGuests", "toContainers");
        return new Visualization(
                yaml.at("name", SiteId::new),
                yaml.at("device", String::valueOf),
                yaml.at("toGuests", Ipv4Prefix::parse),
                yaml.at("toContainers", Ipv4Prefix::parse));
    }

    private static Tunnel tunnel(YamlPlace yaml) {
        yaml.only("device", "id", "port");
        return new Tunnel(
                yaml.at("device", String::valueOf), yaml.at("id", Integer::valueOf), yaml.at("port", Integer::valueOf));
    }

    private static GridException invalid(String message, @Nullable Throwable cause) {
        return new GridException(FailureCode.CONFIGURATION_INVALID, message, cause);
    }

    private static Duration milliseconds(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }

    private static Bandwidth bandwidth(String text) {
        return Bandwidth.ofMegabitsPerSecond(Long.parseLong(
                matched(MEGABITS, text, "a rate such as 100 Mbit/s").group(1)));
    }

    private static Bytes bytes(String text) {
        Matcher memory = matched(MEMORY, text, "an amount such as 2 GiB or 200 MiB");
        int shift = "GiB".equals(memory.group(2)) ? 30 : 20;
        return new Bytes(Math.multiplyExact(Long.parseLong(memory.group(1)), 1L << shift));
    }

    private static Matcher matched(Pattern form, String text, String wanted) {
        Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected " + wanted + ", found " + text);
        }
        return matcher;
    }
}
