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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.cli.Turntable;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.TestbedMain;
import org.vmturntable.testbed.demo.probe.DiskHealth;
import org.vmturntable.testbed.guest.GuestService;
import org.vmturntable.testbed.site.Libvirtd;
import org.vmturntable.testbed.site.SiteDirectory;
import org.vmturntable.testbed.topology.Topology;
import org.vmturntable.testbed.topology.TopologyFile;
import org.vmturntable.testbed.trial.Trial;
import org.vmturntable.testbed.wan.NetworkNamespace;

/**
 * A second topology is a second file, and a whole testbed: two sites in one city, on this machine, as root.
 * {@code -Dturntable.test.namespaces=PREFIX} keeps it apart from another one.
 */
@Tag("testbed")
class SecondTopologyIT {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final Path LAN = HOME.resolve("samples/testbed/topologies/lan.yaml");
    private static final String PREFIX = System.getProperty("turntable.test.namespaces", "vt-");

    /** Which faults are tried: {@code -Dturntable.test.seed=NUMBER} tries those of an earlier run. */
    private static final long SEED = Long.getLong("turntable.test.seed", System.currentTimeMillis());

    /** A few of all the cases, which take hours: {@code ./turntable trial faults} runs them all. */
    private static final List<String> FAULTS_BY_LOT = List.of(
            "faults",
            "--pick",
            "2",
            "--steps",
            "reserved,copying,first-pass,before-switch,tunnel-moved,settled",
            "--faults",
            "cut,cut-there,cut-back,broker-container,edge-container");

    @TempDir
    private Path logs;

    private final Path state =
            PREFIX.equals("vt-") ? Testbed.DEFAULT_STATE : Path.of("/run/" + PREFIX + "test/testbed");
    private final Topology topology = TopologyFile.read(LAN).withNamespaces(PREFIX);
    private final Testbed testbed = new Testbed(topology, LAN, HOME, state);
    private Optional<Traces> before = Optional.empty();

    @BeforeEach
    void lookAround() throws IOException {
        assertThat(System.getProperty("user.name"))
                .as("network namespaces need root: run this as root, or leave it out with -DskipITs")
                .isEqualTo("root");
        new Takedown(testbed).run();
        before = Optional.of(Traces.before(state));
    }

    @AfterEach
    void takeDown() {
        new Takedown(testbed).run();
    }

    @Test
    void aGuestMovesWithItsDiskOnASecondTopologyWhateverFailsAndNothingStaysBehind() throws Exception {
        assertThat(testbed("up", "--topology", LAN.toString(), "--disk", "512 MiB"))
                .as(log())
                .isZero();
        assertThat(askGuest(GuestService.ECHO_PORT, "hello", "again")).containsExactly("1 hello", "2 again");
        assertThat(heartbeats(3)).isSortedAccordingTo(Long::compare).doesNotHaveDuplicates();

        askGuest(GuestService.CHECK_PORT, "disk start 400");
        migrate("south");
        assertThatTheDiskIsWhole();
        migrate("north");
        assertThatTheDiskIsWhole();
        migrate("south");
        assertThat(trial(FAULTS_BY_LOT)).as(log()).isZero();
        askGuest(GuestService.CHECK_PORT, "disk stop");
        assertThatTheDiskIsWhole();
        assertThatTheGuestSeesABlockThatIsSpoiltBeneathIt(siteOfTheGuest());
        assertThat(askGuest(GuestService.CHECK_PORT, "check"))
                .singleElement()
                .asString()
                .contains("\"intact\":true", "\"badPages\":0", "\"kernelHealthy\":true");

        // which topology is up, the testbed itself remembers
        assertThat(testbed("status")).as(log()).isZero();
        assertThat(log())
                .containsPattern("north +answers +answers")
                .containsPattern("south +answers +answers")
                .containsPattern("edge +answers +-")
                .containsPattern("runs at (north|south)\\.");
        assertThat(testbed("down")).as(log()).isZero();
        before.orElseThrow().assertNothingIsLeft();
    }

    private String siteOfTheGuest() throws Exception {
        assertThat(testbed("status")).as(log()).isZero();
        Matcher told = Pattern.compile("runs at (\\w+)\\.").matcher(log());
        String site = "";
        while (told.find()) {
            site = told.group(1);
        }
        return site;
    }

    private int trial(List<String> words) throws Exception {
        List<String> all = inViz();
        all.addAll(java(Trial.class));
        all.addAll(words);
        all.addAll(List.of("--state", state.toString(), "--seed", Long.toString(SEED)));
        return run(all);
    }

    private List<String> inViz() {
        return new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                topology.namespaceOf(topology.visualization().name())));
    }

    private void migrate(String to) throws Exception {
        assertThat(turntable("vm", "migrate", topology.guest().name(), "--to", to))
                .as(log())
                .isZero();
    }

    /** What is believed of the disk stands on the guest's own check; so that is shown a disk that is not as it was written. */
    private void assertThatTheGuestSeesABlockThatIsSpoiltBeneathIt(String site) throws IOException {
        SiteDirectory directory = testbed.directoryOf(new SiteId(site));
        Libvirtd.virsh(directory, "suspend", topology.guest().name()).run();
        SpoiltImage.spoilOneByte(directory.images().resolve(GuestService.idOf(topology.guest()) + "-vda.qcow2"));
        Libvirtd.virsh(directory, "resume", topology.guest().name()).run();
        assertThat(disk().bad()).isEqualTo(1);
        assertThat(disk().faithful()).isFalse();
    }

    private DiskHealth disk() throws IOException {
        return DiskHealth.parse(
                askGuest(GuestService.CHECK_PORT, DiskHealth.ORDER).get(0));
    }

    /** As the guest sees it that writes to it all the time. */
    private void assertThatTheDiskIsWhole() throws IOException {
        DiskHealth disk = disk();
        assertThat(disk.faithful()).as(disk.sentence()).isTrue();
        assertThat(disk.written()).isPositive();
    }

    private int testbed(String... words) throws Exception {
        List<String> all = java(TestbedMain.class);
        all.addAll(List.of("--namespaces", PREFIX, "--state", state.toString()));
        all.addAll(List.of(words));
        return run(all);
    }

    private int turntable(String... words) throws Exception {
        List<String> all = inViz();
        all.addAll(java(Turntable.class));
        all.addAll(List.of(words));
        return run(all);
    }

    private static List<String> java(Class<?> main) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dturntable.home=" + HOME,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
    }

    private int run(List<String> words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        logs.resolve("testbed.log").toFile()));
        builder.environment().put("TURNTABLE_CONFIG", testbed.clientProfile().toString());
        return builder.start().waitFor();
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
            socket.setSoTimeout(60_000);
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
}
