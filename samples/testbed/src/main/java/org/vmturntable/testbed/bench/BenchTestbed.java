package org.vmturntable.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.element.NetSnmp;
import org.vmturntable.testbed.element.SnmpSecrets;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.topology.TopologyFile;
import org.vmturntable.testbed.wan.WanEmulator;

/** The testbed that the launcher puts up for a benchmark. */
public final class BenchTestbed {
    private BenchTestbed() {}

    /** @throws HostException if none is up */
    public static Testbed ofThisHost() {
        Path file = Testbed.recordedTopology(Testbed.DEFAULT_STATE);
        if (!Files.exists(file)) {
            throw new HostException("No testbed is up; `turntable bench` puts one up by itself.");
        }
        Path home = Path.of(System.getProperty("turntable.home", "."));
        return new Testbed(TopologyFile.read(file), file, home, Testbed.DEFAULT_STATE);
    }

    /** The manager of its elements, at the broker. */
    public static NetSnmp manager(Testbed testbed) throws IOException {
        return new NetSnmp(
                testbed.topology().namespaceOf(testbed.topology().optical().broker()),
                testbed.state().resolve("net-snmp"),
                SnmpSecrets.read(WanEmulator.secretsFile(testbed.state())));
    }
}
