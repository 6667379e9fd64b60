package org.vmturntable.testbed.deployment;

import java.nio.file.Path;
import java.util.List;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.network.Namespace;
import org.vmturntable.testbed.network.NetworkBuild;
import org.vmturntable.testbed.site.SiteDirectory;
import org.vmturntable.testbed.topology.Topology;
import org.vmturntable.testbed.topology.TopologyFile;
import org.vmturntable.testbed.wan.WanEmulator;

/**
 * One testbed: what it is like, and where its files are. Everything it writes at run time lies below {@code state}.
 *
 * @param topology its network
 * @param topologyFile where the topology was read
 * @param home root of the source tree
 * @param state folder that taking it down removes
 */
public record Testbed(Topology topology, Path topologyFile, Path home, Path state) {
    /** Where a testbed's state lies if nothing else is said. */
    public static final Path DEFAULT_STATE = Path.of("/run/turntable/testbed");

    /** Whoever listens to migrations beside a site's container, at any port, is told of them. */
    public static final String CONSUMERS = "http://127.0.0.1";

    public Testbed {
        topologyFile = topologyFile.toAbsolutePath();
        home = home.toAbsolutePath();
        state = state.toAbsolutePath();
    }

    /**
     * The testbed that is up with that state.
     *
     * @throws org.vmturntable.kernel.GridException if none is
     */
    public static Testbed ofState(Path state) {
        Path topology = recordedTopology(state);
        return new Testbed(TopologyFile.read(topology), topology, Path.of("."), state);
    }

    /** The same with a disk of that size for its guest. */
    public Testbed withDisk(Bytes size) {
        return new Testbed(topology.withDisk(size), topologyFile, home, state);
    }

    /** The same for a program that runs elsewhere than in the source tree. */
    public Testbed at(Path sourceTree) {
        return new Testbed(topology, topologyFile, sourceTree, state);
    }

    public List<Namespace> namespaces() {
        return NetworkBuild.namespaces(topology);
    }

    public Namespace namespaceOf(SiteId place) {
        return new Namespace(topology.namespaceOf(place));
    }

    public SiteDirectory directoryOf(SiteId place) {
        return new SiteDirectory(state.resolve("sites").resolve(place.value()));
    }

    public Path logs() {
        return state.resolve("logs");
    }

    public Path logOf(SiteId place) {
        return logs().resolve(place.value() + ".log");
    }

    /** Folder of one holder's keys. */
    Path keysOf(String holder) {
        return state.resolve("pki").resolve(holder);
    }

    /** Passphrases of the optical elements: the emulator and the broker's container read them. */
    Path snmpSecrets() {
        return WanEmulator.secretsFile(state);
    }

    public Path clientProfile() {
        return state.resolve("client.yaml");
    }

    public Path description() {
        return state.resolve("testbed.json");
    }

    /** A copy of the topology of the testbed with that state: what its other verbs go by. */
    public static Path recordedTopology(Path state) {
        return state.resolve("topology.yaml");
    }

    /** The folders that the host lacked, one a line. */
    Path mountPoints() {
        return state.resolve("mount-points");
    }

    /** Names of the namespaces that were created, one a line: what clean-up has to look for. */
    Path namespaceList() {
        return state.resolve("namespaces");
    }
}
