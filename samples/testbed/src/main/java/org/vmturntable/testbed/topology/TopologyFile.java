package org.vmturntable.testbed.topology;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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

    private static GridException invalid(String message, @Nullable Throwable cause) {
        return new GridException(FailureCode.CONFIGURATION_INVALID, message, cause);
    }
}
