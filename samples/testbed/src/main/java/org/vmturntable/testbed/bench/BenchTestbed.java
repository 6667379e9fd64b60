package org.vmturntable.testbed.bench;

import java.nio.file.Path;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.topology.TopologyFile;

/** The testbed that the launcher puts up for a benchmark. */
final class BenchTestbed {
    private BenchTestbed() {}

    static Testbed ofThisHost() {
        Path home = Path.of(System.getProperty("turntable.home", "."));
        Path file = home.resolve("samples/testbed/topologies/igrid2005.yaml");
        return new Testbed(TopologyFile.read(file), file, home, Testbed.DEFAULT_STATE);
    }
}
