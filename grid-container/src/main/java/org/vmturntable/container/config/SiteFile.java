package org.vmturntable.container.config;

import static java.util.function.Function.identity;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.tunnel.Ipv4Address;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a site's file. Says every mistake at once, each with its line, and nothing is taken from a file that has one. File names in
 * it are relative to the folder where it lies.
 */
public final class SiteFile {
    private static final Duration LONGEST_MIGRATION = Duration.ofHours(4);

    private final Path directory;
    private final YamlMap root;

    private SiteFile(Path directory, YamlMap root) {
        this.directory = directory;
        this.root = root;
    }

    /** @throws GridException {@link FailureCode#CONFIGURATION_INVALID}, with a message of one line for each mistake */
    public static SiteConfiguration read(Path file) {
        Problems problems = new Problems(file.toString());
        YamlMap root = new YamlMap("", parse(file, problems), problems);
        Supplier<SiteConfiguration> site = new SiteFile(file.toAbsolutePath().resolveSibling(""), root).site();
        problems.refuseIfAny();
        return site.get();
    }

    private static Node parse(Path file, Problems problems) {
        @Nullable Node node = null;
        try {
            node = new Yaml(new LoaderOptions()).compose(new StringReader(Files.readString(file)));
        } catch (MarkedYAMLException malformed) {
            problems.add(malformed.getProblemMark().getLine() + 1, malformed.getProblem());
        } catch (IOException unreadable) {
            throw new GridException(FailureCode.CONFIGURATION_INVALID, "Cannot read " + file, unreadable);
        }
        problems.refuseIfAny();
        if (node == null) {
            throw new GridException(FailureCode.CONFIGURATION_INVALID, file + " is empty");
        }
        return node;
    }

    private Supplier<SiteConfiguration> site() {
        Value<SiteId> site = root.required("site", SiteId::new);
        List<Value<Role>> roles = roles();
        Value<Supplier<Listen>> listen = root.requiredMap("listen").map(this::listen);
        Value<Supplier<Identity>> identity = root.requiredMap("identity").map(this::identityOf);
        Value<Supplier<StorePlace>> store = root.requiredMap("store").map(this::store);
        Value<Path> tokenKey = root.optional("tokenKeyFile", this::secret);
        Value<Supplier<Hosting>> hosting = root.optionalMap("hosting").map(this::hosting);
        Value<Supplier<LightpathEnd>> lightpath = root.optionalMap("lightpath").map(this::lightpath);
        Value<Supplier<GateEnd>> gate = root.optionalMap("gate").map(this::gate);
        PeersSection known = new PeersSection(site, named(roles));
        List<Supplier<Peer>> peers = known.read(root.maps("peers"));
        var operators = root.list("operators", known::operator);
        var consumers = root.list("consumers", Texts::origin);
        Value<Value<SiteId>> broker = root.optionalMap("broker").map(map -> broker(map, known));
        var edges = root.list("edges", known::edge);
        Value<Value<String>> device = root.optionalMap("edge").map(this::edgeDevice);
        Value<Map<SiteId, Value<Ipv4Address>>> endpoints =
                root.optionalMap("tunnelEndpoints").map(this::endpoints);
        Value<Supplier<Network>> network =
                root.optionalMap("network").map(map -> new NetworkSection(map, directory).read());
        root.refuseOthers();
        requireWhatRolesNeed(roles);
        requireAuthority(roles);
        return () -> new SiteConfiguration(
                site.get(),
                roles.stream().map(Value::get).collect(Collectors.toSet()),
                listen.get().get(),
                identity.get().get(),
                store.get().get(),
                tokenKey.ifGiven(),
                hosting.ifGiven().map(Supplier::get),
                lightpath.ifGiven().map(Supplier::get),
                gate.ifGiven().map(Supplier::get),
                peers.stream().map(Supplier::get).toList(),
                operators.stream().map(Value::get).collect(Collectors.toSet()),
                consumers.stream().map(Value::get).collect(Collectors.toSet()),
                broker.ifGiven().map(Value::get),
                edges.stream().map(Value::get).toList(),
                device.ifGiven().map(Value::get),
                endpoints.ifGiven().map(SiteFile::given).orElse(Map.of()),
                network.ifGiven().map(Supplier::get));
    }

    private List<Value<Role>> roles() {
        List<Value<Role>> roles = root.list(
                "roles",
                text -> Role.named(text)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "'" + text + "' is no role; roles are hosting, authority, broker, edge")));
        if (roles.isEmpty()) {
            root.wrong("roles", "roles must name at least one of hosting, authority, broker, edge");
        }
        return roles;
    }

    private void requireWhatRolesNeed(List<Value<Role>> roles) {
        Map<Role, List<String>> needs = Map.of(
                Role.HOSTING, List.of("hosting", "lightpath", "broker"),
                Role.AUTHORITY, List.of("tokenKeyFile"),
                Role.BROKER, List.of("network"),
                Role.EDGE, List.of("edge", "tunnelEndpoints"));
        for (Value<Role> role : roles) {
            role.ifGiven()
                    .ifPresent(given -> needs.getOrDefault(given, List.of()).stream()
                            .filter(key -> !root.has(key))
                            .forEach(key ->
                                    root.wrong("roles", key + " is missing; the role " + given.word() + " needs it")));
        }
    }

    private static Set<Role> named(List<Value<Role>> roles) {
        return roles.stream().flatMap(role -> role.ifGiven().stream()).collect(Collectors.toSet());
    }

    /** A site that moves its machines grants them the right to a lightpath itself. */
    private void requireAuthority(List<Value<Role>> roles) {
        Set<Role> given = named(roles);
        if (given.contains(Role.HOSTING) && !given.contains(Role.AUTHORITY)) {
            root.wrong("roles", "the role hosting needs the role authority");
        }
    }

    private Supplier<Listen> listen(YamlMap map) {
        var address = map.required("address", Texts::address);
        var port = map.required("port", Texts::port);
        var url = map.required("url", Texts::url);
        map.refuseOthers();
        return () -> new Listen(address.get(), port.get(), url.get());
    }

    private Supplier<Identity> identityOf(YamlMap map) {
        var keyStore = map.required("keyStore", this::file);
        var trustStore = map.required("trustStore", this::file);
        var password = map.required("passwordFile", this::secret);
        map.refuseOthers();
        return () -> new Identity(keyStore.get(), trustStore.get(), password.get());
    }

    private Supplier<StorePlace> store(YamlMap map) {
        var url = map.required("url", Texts::jdbc);
        var user = map.optional("user", identity());
        var password = map.optional("passwordFile", this::secret);
        map.refuseOthers();
        return () -> new StorePlace(url.get(), user.ifGiven(), password.ifGiven());
    }

    private Supplier<Hosting> hosting(YamlMap map) {
        var libvirt = map.required("libvirt", Texts::uri);
        var control = map.required("control", Texts::uri);
        var monitors = map.optional("monitors", this::folder);
        var images = map.optionalMap("images").map(this::images);
        var memory = map.required("memory", Units::bytes);
        var cpus = map.required("vcpus", Texts::count);
        var longest = map.optional("longestMigration", Units::longestMigration);
        map.refuseOthers();
        return () -> new Hosting(
                libvirt.get(),
                control.get(),
                monitors.ifGiven(),
                images.ifGiven().map(Supplier::get),
                memory.get(),
                cpus.get(),
                longest.ifGiven().orElse(LONGEST_MIGRATION));
    }

    private Supplier<Hosting.Images> images(YamlMap map) {
        var folder = map.required("folder", this::folder);
        var hypervisor = map.optional("hypervisor", Texts::absolute);
        map.refuseOthers();
        return () -> new Hosting.Images(folder.get(), hypervisor.ifGiven().orElseGet(folder::get));
    }

    private Supplier<LightpathEnd> lightpath(YamlMap map) {
        var port = map.required("port", PortId::parse);
        var address = map.required("address", Texts::address);
        var bandwidth = map.required("bandwidth", Units::bandwidth);
        map.refuseOthers();
        return () -> new LightpathEnd(port.get(), address.get(), bandwidth.get());
    }

    private Supplier<GateEnd> gate(YamlMap map) {
        if (!root.has("lightpath")) {
            root.wrong("gate", "gate needs lightpath, at whose address it listens");
        }
        var socket = map.required("socket", this::socket);
        var port = map.required("port", Texts::port);
        map.refuseOthers();
        return () -> new GateEnd(socket.get(), port.get());
    }

    private Value<SiteId> broker(YamlMap map, PeersSection known) {
        Value<SiteId> site = map.required("site", known::broker);
        map.refuseOthers();
        return site;
    }

    private Value<String> edgeDevice(YamlMap map) {
        Value<String> device = map.required("device", identity());
        map.refuseOthers();
        return device;
    }

    private Map<SiteId, Value<Ipv4Address>> endpoints(YamlMap map) {
        Map<SiteId, Value<Ipv4Address>> endpoints = new LinkedHashMap<>();
        for (String key : map.keys()) {
            Value<Ipv4Address> address = map.required(key, Ipv4Address::new);
            site(map, key).ifPresent(site -> endpoints.put(site, address));
        }
        return endpoints;
    }

    private static Optional<SiteId> site(YamlMap map, String key) {
        try {
            return Optional.of(new SiteId(key));
        } catch (GridException malformed) {
            map.wrong(key, String.valueOf(malformed.getMessage()));
            return Optional.empty();
        }
    }

    private static Map<SiteId, Ipv4Address> given(Map<SiteId, Value<Ipv4Address>> values) {
        Function<Map.Entry<SiteId, Value<Ipv4Address>>, Ipv4Address> address =
                entry -> entry.getValue().get();
        return values.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, address));
    }

    private Path file(String text) {
        return Texts.existing(directory, text);
    }

    private Path folder(String text) {
        return Texts.guardedFolder(directory, text);
    }

    private Path socket(String text) {
        return Texts.socket(directory, text);
    }

    private Path secret(String text) {
        return Texts.secret(directory, text);
    }
}
