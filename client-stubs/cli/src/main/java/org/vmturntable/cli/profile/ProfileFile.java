package org.vmturntable.cli.profile;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.FailureKind;
import org.vmturntable.cli.grid.GridFailure;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Finds and reads the client's profile; says every mistake in it at once. */
public final class ProfileFile {
    /** A testbed on this machine writes its profile here. */
    static final Path OF_TESTBED = Path.of("/run/turntable/testbed/client.yaml");

    private ProfileFile() {}

    /**
     * @param given what the user named; must exist
     * @param environment {@code TURNTABLE_CONFIG} comes next, then a running testbed's, then the one in {@code HOME}
     */
    public static ClientProfile find(Optional<Path> given, Map<String, String> environment) {
        return read(locate(given, environment, OF_TESTBED));
    }

    static Path locate(Optional<Path> given, Map<String, String> environment, Path ofTestbed) {
        Optional<Path> named = given.or(
                () -> Optional.ofNullable(environment.get("TURNTABLE_CONFIG")).map(Path::of));
        if (named.isPresent()) {
            return named.get();
        }
        Path home = Path.of(environment.getOrDefault("HOME", "/"), ".config", "turntable", "client.yaml");
        return Stream.of(ofTestbed, home)
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() ->
                        wrong("There is no client profile. Name one with --config FILE or TURNTABLE_CONFIG, write "
                                + home + ", or start a testbed (turntable testbed up)."));
    }

    /** @throws GridFailure if there is none, or something in it is wrong */
    public static ClientProfile read(Path file) {
        try (Reader text = Files.newBufferedReader(file)) {
            Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            return new Reading(file).profile(root);
        } catch (IOException unreadable) {
            throw wrong("The client profile " + file + " cannot be read (" + reason(unreadable) + ").");
        } catch (YAMLException broken) {
            throw wrong("The client profile " + file + " is not YAML: "
                    + String.valueOf(broken.getMessage()).lines().findFirst().orElse("") + ".");
        }
    }

    private static String reason(IOException unreadable) {
        return unreadable instanceof java.nio.file.NoSuchFileException
                ? "no such file"
                : String.valueOf(unreadable.getMessage());
    }

    private static GridFailure wrong(String sentence) {
        return new GridFailure(Failure.of(FailureKind.INVALID_REQUEST, "PROFILE_INVALID", sentence));
    }

    /** One reading, which collects what is wrong. */
    private static final class Reading {
        private final Path file;
        private final List<String> mistakes = new ArrayList<>();

        Reading(Path file) {
            this.file = file;
        }

        ClientProfile profile(@Nullable Object root) {
            Map<?, ?> top = map(root, "the file");
            Map<?, ?> identity = map(top.get("identity"), "identity");
            ClientProfile.Identity who = new ClientProfile.Identity(
                    path(identity, "keyStore"), path(identity, "trustStore"), path(identity, "passwordFile"));
            Map<String, URI> sites = sites(map(top.get("sites"), "sites"));
            if (!mistakes.isEmpty()) {
                throw wrong("The client profile " + file + " is wrong: " + String.join("; ", mistakes) + ".");
            }
            return new ClientProfile(who, sites);
        }

        private Map<?, ?> map(@Nullable Object value, String name) {
            if (value instanceof Map<?, ?> map) {
                return map;
            }
            mistakes.add(name + " must hold names and values");
            return Map.of();
        }

        /** Relative paths start at the profile, so that a folder with profile and keys can be moved. */
        private Path path(Map<?, ?> identity, String name) {
            if (identity.get(name) instanceof String text && !text.isBlank()) {
                return file.toAbsolutePath().resolveSibling(text);
            }
            mistakes.add("identity." + name + " is missing");
            return file;
        }

        private Map<String, URI> sites(Map<?, ?> given) {
            Map<String, URI> sites = new LinkedHashMap<>();
            given.forEach((name, address) -> sites.put(String.valueOf(name), address(String.valueOf(name), address)));
            if (sites.isEmpty()) {
                mistakes.add("sites names no site");
            }
            return sites;
        }

        private URI address(String site, @Nullable Object text) {
            try {
                URI address = new URI(String.valueOf(text));
                if ("https".equals(address.getScheme()) && address.getHost() != null) {
                    return address;
                }
            } catch (URISyntaxException notAnAddress) {
                mistakes.add("sites." + site + " is no address: " + notAnAddress.getReason());
                return file.toUri();
            }
            mistakes.add("sites." + site + " must be an https address");
            return file.toUri();
        }
    }
}
