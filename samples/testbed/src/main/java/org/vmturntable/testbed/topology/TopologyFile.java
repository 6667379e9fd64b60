package org.vmturntable.testbed.topology;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a topology from its YAML file; {@code topologies/igrid2005.yaml} shows every key. */
public final class TopologyFile {
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
            return YamlRecords.read(new YamlPlace(file.toString(), "", root), Topology.class);
        } catch (MarkedYAMLException malformed) {
            int line = malformed.getProblemMark().getLine() + 1;
            throw invalid(file + ":" + line + ": " + malformed.getProblem(), malformed);
        } catch (IOException unreadable) {
            throw invalid(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /**
     * Leaves a copy of a topology's file that gives the guest a disk as the topology does, whatever the file itself says.
     *
     * @throws IOException if the copy cannot be written
     */
    @SuppressWarnings("unchecked") // a topology has been read from it: it is a map of maps
    public static void copy(Path file, Topology topology, Path copy) throws IOException {
        Yaml yaml = new Yaml(new LoaderOptions());
        Map<String, Object> all = yaml.load(Files.readString(file));
        topology.guest()
                .disk()
                .ifPresent(size -> ((Map<String, Object>) Objects.requireNonNull(all.get("guest")))
                        .put("disk", size.mebibytes() + " MiB"));
        Files.writeString(copy, yaml.dump(all));
    }

    /** @throws GridException {@link FailureCode#CONFIGURATION_INVALID} if it is no amount such as {@code 512 MiB} */
    public static Bytes amount(String text) {
        try {
            return Quantities.bytes(text);
        } catch (IllegalArgumentException misunderstood) {
            throw invalid(String.valueOf(misunderstood.getMessage()), misunderstood);
        }
    }

    private static GridException invalid(String message, @Nullable Throwable cause) {
        return new GridException(FailureCode.CONFIGURATION_INVALID, message, cause);
    }
}
