package org.vmturntable.testbed.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.testbed.TestbedMain;
import org.vmturntable.testbed.guest.GuestService;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.process.Patience;
import org.vmturntable.testbed.topology.Topology;
import org.vmturntable.testbed.topology.TopologyFile;
import org.vmturntable.testbed.wan.NetworkNamespace;

/**
 * A whole testbed without grid containers, on this machine, as root. {@code -Dturntable.test.namespaces=PREFIX} keeps it apart
 * from another one.
 */
@Tag("testbed")
class TestbedIT {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final Path IGRID = HOME.resolve("samples/testbed/topologies/igrid2005.yaml");
    private static final String PREFIX = System.getProperty("turntable.test.namespaces", "vt-");

    @TempDir
    private Path logs;

    private final Path state =
            PREFIX.equals("vt-") ? Testbed.DEFAULT_STATE : Path.of("/run/" + PREFIX + "test/testbed");
    private final Topology topology = TopologyFile.read(IGRID).withNamespaces(PREFIX);
    private final Testbed testbed = new Testbed(topology, IGRID, HOME, state);
    private Set<String> interfacesBefore = Set.of();

    @BeforeEach
    void lookAround() {
        assertThat(System.getProperty("user.name"))
                .as("network namespaces need root: run this as root, or leave it out with -DskipITs")
                .isEqualTo("root");
        new Takedown(testbed).run();
        interfacesBefore = interfaces();
    }

    @AfterEach
    void takeDown() {
        new Takedown(testbed).run();
    }

    @Test
    void theGuestIsReachedFromTheFourthPlaceAndNothingStaysBehind() throws Exception {
        assertThat(testbed("up", "--no-containers").waitFor()).as(log()).isZero();

        assertThat(askGuest(GuestService.ECHO_PORT, "hello", "again")).containsExactly("1 hello", "2 again");
        assertThat(askGuest(GuestService.CHECK_PORT, "check"))
                .singleElement()
                .asString()
                .contains("\"intact\":true", "\"badPages\":0", "\"kernelHealthy\":true");
        assertThat(heartbeats(3)).isSortedAccordingTo(Long::compare).doesNotHaveDuplicates();

        assertThat(testbed("down").waitFor()).as(log()).isZero();
        assertNothingIsLeft();
    }

    @Test
    void downRemovesWhatAKilledUpLeftBeforeItsNetworkStood() throws Exception {
        killWhen(() -> Files.exists(Path.of("/run/netns/" + PREFIX + "amsterdam")));
    }

    @Test
    void downRemovesWhatAKilledUpLeftWithItsHypervisorsRunning() throws Exception {
        killWhen(() -> Files.exists(testbed.directoryOf(topology.guest().home()).libvirtSocket()));
    }

    private void killWhen(java.util.function.BooleanSupplier halfWay) throws Exception {
        Process up = testbed("up", "--no-containers");
        Patience.until(
                "Half of the way",
                Duration.ofSeconds(90),
                () -> assertThat(up.isAlive()).as(log()).isTrue(),
                halfWay);
        up.destroyForcibly().waitFor();

        assertThat(testbed("down").waitFor()).as(log()).isZero();
        assertNothingIsLeft();
        assertThat(testbed("down").waitFor()).as("down once more").isZero();
    }

    private Process testbed(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dturntable.home=" + HOME,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TestbedMain.class.getName(),
                "--namespaces",
                PREFIX,
                "--state",
                state.toString()));
        all.addAll(List.of(words));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        logs.resolve("testbed.log").toFile()))
                .start();
    }

    private String log() {
        try {
            return Files.readString(logs.resolve("testbed.log"));
        } catch (IOException none) {
            return "";
        }
    }

    private List<String> askGuest(int port, String... lines) throws IOException {
        String guest = topology.guest().address().text();
        try (Socket socket = visualization().inside(() -> new Socket(guest, port))) {
            socket.setSoTimeout(20_000);
            var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            List<String> answered = new ArrayList<>();
            for (String line : lines) {
                socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                answered.add(answers.readLine());
            }
            return answered;
        }
    }

    private List<Long> heartbeats(int count) throws IOException {
        InetAddress here = InetAddress.getByName(
                topology.visualization().toGuests().address().text());
        try (DatagramSocket socket =
                visualization().inside(() -> new DatagramSocket(GuestService.HEARTBEAT_PORT, here))) {
            socket.setSoTimeout(5_000);
            List<Long> sequences = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                DatagramPacket beat = new DatagramPacket(new byte[64], 64);
                socket.receive(beat);
                String text = new String(beat.getData(), 0, beat.getLength(), StandardCharsets.US_ASCII);
                sequences.add(Long.valueOf(text.split(" ", 2)[0]));
            }
            return sequences;
        }
    }

    private NetworkNamespace visualization() {
        return new NetworkNamespace(
                topology.namespaceOf(topology.visualization().name()));
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(testbed.namespaces()).noneMatch(namespace -> namespace.exists());
        assertThat(state).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(state.toString());
        assertThat(commandLines()).noneMatch(line -> line.contains(state.toString() + "/"));
        assertThat(interfaces()).isEqualTo(interfacesBefore);
    }

    private static List<String> commandLines() {
        try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
            return processes
                    .flatMap(process -> process.info().commandLine().stream())
                    .toList();
        }
    }

    private static Set<String> interfaces() {
        return new TreeSet<>(Command.of("ls", "/sys/class/net").run().lines().toList());
    }
}
