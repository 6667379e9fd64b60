package org.vmturntable.testbed.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.cli.Turntable;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.TestbedMain;
import org.vmturntable.testbed.deployment.ContainerProcess;
import org.vmturntable.testbed.deployment.Takedown;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.guest.GuestService;
import org.vmturntable.testbed.process.Daemon;
import org.vmturntable.testbed.process.Patience;
import org.vmturntable.testbed.topology.Topology;
import org.vmturntable.testbed.topology.TopologyFile;
import org.vmturntable.testbed.wan.FibreControl;
import org.vmturntable.testbed.wan.NetworkNamespace;

/**
 * The whole thing, for real: containers, libvirtds, elements and a guest, moved over the emulated ocean by the command line that
 * users have. One testbed serves all tests, wherever the test before has left the guest. Needs root, and the testbed's lock,
 * which the launcher holds.
 */
@Tag("testbed")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MigrationOverOceanIT {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final Path IGRID = HOME.resolve("samples/testbed/topologies/igrid2005.yaml");
    private static final Topology TOPOLOGY = TopologyFile.read(IGRID);
    private static final Testbed TESTBED = new Testbed(TOPOLOGY, IGRID, HOME, Testbed.DEFAULT_STATE);
    private static final String VIZ =
            TOPOLOGY.namespaceOf(TOPOLOGY.visualization().name());
    private static final String FIBRE = "atlantic";
    private static final long SOME_OF_THE_MEMORY = 20_000_000;
    /** 2 GB. */
    private static final int MOST_MEBIBYTES = 1907;

    private static final Pattern MEMORY = Pattern.compile("(\\d+) Java processes use (\\d+) MiB");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path logs;

    private static Optional<GridAtViz> grid = Optional.empty();

    private record Ended(int code, String text) {
        JsonNode json() throws IOException {
            return JSON.readTree(text);
        }
    }

    @BeforeAll
    static void putTheTestbedUp() throws Exception {
        new Takedown(TESTBED).run();
        Ended up = run(List.of(), TestbedMain.class, "up");
        assertThat(up.code()).as(up.text()).isZero();
        grid = Optional.of(GridAtViz.open(TESTBED));
    }

    @AfterAll
    static void takeItDown() {
        grid.ifPresent(GridAtViz::close);
        new Takedown(TESTBED).run();
        assertThat(TESTBED.namespaces()).noneMatch(namespace -> namespace.exists());
    }

    @AfterEach
    void mendTheFibre() throws IOException {
        FibreControl.mend(Testbed.DEFAULT_STATE, FIBRE);
    }

    /** The last of all: what the others did to the network and to its containers is in nobody's way. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aGuestCrossesTheOceanWithItsClientsSessionAlive() throws Exception {
        Path figures = logs.resolve("figures.json");
        String to = elsewhere();
        Ended demo = run(inViz(), Demo.class, "--route", to, "--json", figures.toString());
        assertThat(demo.code()).as(demo.text()).isZero();

        Matcher memory = MEMORY.matcher(demo.text());
        assertThat(memory.find()).as(demo.text()).isTrue();
        assertThat(Integer.parseInt(memory.group(1))).as("Java processes").isGreaterThanOrEqualTo(5);
        assertThat(Integer.parseInt(memory.group(2))).as("MiB together").isLessThan(MOST_MEBIBYTES);

        JsonNode result = JSON.readTree(figures.toFile());
        assertThat(result.get("tcpSessionSurvived").asBoolean()).isTrue();
        assertThat(result.get("guestMemoryIntact").asBoolean()).isTrue();
        JsonNode hop = result.get("migrations").get(0);
        assertThat(hop.get("state").asText()).isEqualTo("COMPLETED");
        assertThat(hop.get("blackoutMs").asLong()).isPositive();
        assertThat(hop.get("bytesMoved").asLong()).isGreaterThan(SOME_OF_THE_MEMORY);
        assertThat(hop.get("elementsSwitched").asInt()).isBetween(2, 3);
        assertThat(site()).isEqualTo(to);
    }

    @Test
    void aGuestIsMeasuredAndPlannedForWithoutAnythingBeingHeld() throws Exception {
        List<String> words = List.of("vm", "plan", TOPOLOGY.guest().name(), "--to", elsewhere(), "--json");
        Ended said = run(inViz(), Turntable.class, words.toArray(String[]::new));
        assertThat(said.code()).as(said.text()).isZero();
        JsonNode plan = said.json();
        assertThat(plan.get("roundTripUs").asLong()).isEqualTo(198_000);
        assertThat(plan.get("blackoutMs").asLong())
                .isBetween(99L, plan.get("blackoutBoundMs").asLong());
        assertThat(plan.at("/written/0/bytes").asLong())
                .isBetween(1L, TOPOLOGY.guest().memory().value());
        assertThat(plan.get("bytes").asLong())
                .isGreaterThan(TOPOLOGY.guest().memory().value());
        assertNothingIsHeldAndTheGuestIsWell();
    }

    @Test
    void aGuestStaysWhereItIsWhenItsPathIsCutInTheMiddleOfTheCopy() throws Exception {
        String from = site();
        Migration end = migrateAndInTheMiddle(
                from.equals("amsterdam") ? "sandiego" : "amsterdam",
                () -> FibreControl.cut(Testbed.DEFAULT_STATE, FIBRE));

        assertThat(end.state()).as(end.toString()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(end.failure().orElseThrow().code()).isIn("PATH_LOST", "COPY_FAILED");
        assertThat(site()).isEqualTo(from);
        assertNothingIsHeldAndTheGuestIsWell();
    }

    @Test
    void aGuestStaysWhereItIsWhenAnElementDoesNotAnswer() throws Exception {
        String from = site();
        ManagementLine line = new ManagementLine(TOPOLOGY, new SiteId("amsterdam"));
        String id;
        line.cut();
        try {
            id = begin(elsewhere());
            Migration silent = grid().await(id, it -> it.state() == MigrationState.UNDOING, Duration.ofSeconds(60));
            assertThat(silent.state()).as("what the element has is not known").isEqualTo(MigrationState.UNDOING);
        } finally {
            line.mend();
        }
        Migration end = grid().await(id, it -> false, Duration.ofSeconds(60));

        assertThat(end.state()).as(end.toString()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(end.failure().orElseThrow().code()).isEqualTo("ELEMENT_UNREACHABLE");
        assertThat(site()).isEqualTo(from);
        assertNothingIsHeldAndTheGuestIsWell();
    }

    @Test
    void aContainerThatIsKilledInTheMiddleOfTheCopyFinishesWhatItHadBegun() throws Exception {
        String from = site();
        String to = elsewhere();
        Migration end = migrateAndInTheMiddle(to, () -> killAndStartAgain(from));

        assertThat(end.state()).as(end.toString()).isIn(MigrationState.COMPLETED, MigrationState.ROLLED_BACK);
        assertThat(site()).isEqualTo(end.state() == MigrationState.COMPLETED ? to : from);
        assertNothingIsHeldAndTheGuestIsWell();
    }

    private interface Blow {
        void strike() throws Exception;
    }

    /** Begins a migration, strikes when some of the memory has crossed, and waits for the end. */
    private static Migration migrateAndInTheMiddle(String to, Blow blow) throws Exception {
        // slow enough for a blow in the middle
        String id = begin(to, "--bandwidth", "100M");
        Migration midway =
                grid().await(id, it -> it.progress().bytesMoved() > SOME_OF_THE_MEMORY, Duration.ofSeconds(60));
        assertThat(midway.state()).as("before the blow").isEqualTo(MigrationState.COPYING);
        blow.strike();
        return grid().await(id, it -> false, Duration.ofSeconds(150));
    }

    /** @return the migration's id */
    private static String begin(String to, String... options) throws Exception {
        List<String> words =
                new ArrayList<>(List.of("vm", "migrate", TOPOLOGY.guest().name(), "--to", to, "--no-wait", "--json"));
        words.addAll(List.of(options));
        Ended begun = run(inViz(), Turntable.class, words.toArray(String[]::new));
        assertThat(begun.code()).as(begun.text()).isZero();
        return begun.json().get("id").asText();
    }

    /** As a crash and whatever restarts services would. */
    private static void killAndStartAgain(String place) throws Exception {
        String namespace = TOPOLOGY.namespaceOf(new SiteId(place));
        ProcessHandle container = TOPOLOGY.places().stream()
                .filter(any -> any.name().value().equals(place))
                .flatMap(here -> ContainerProcess.running(TESTBED, here).stream())
                .findFirst()
                .orElseThrow();
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(Daemon.commandLine(container));
        container.destroyForcibly();
        Patience.until("The end of a killed container", Duration.ofSeconds(10), () -> {}, () -> !container.isAlive());
        new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        logs.resolve(place + "-again.log").toFile()))
                .start();
    }

    private static void assertNothingIsHeldAndTheGuestIsWell() throws Exception {
        assertThat(askGuest()).contains("\"intact\":true", "\"kernelHealthy\":true");
        assertThat(grid().held()).isEmpty();
    }

    private static String site() throws Exception {
        return grid().machine().site();
    }

    private static String elsewhere() throws Exception {
        return site().equals("sandiego") ? "amsterdam" : "sandiego";
    }

    private static GridAtViz grid() {
        return grid.orElseThrow();
    }

    private static String askGuest() throws IOException {
        String guest = TOPOLOGY.guest().address().text();
        try (Socket socket = new NetworkNamespace(VIZ).inside(() -> new Socket(guest, GuestService.CHECK_PORT))) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write("check\n".getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    private static List<String> inViz() {
        return List.of("ip", "netns", "exec", VIZ);
    }

    private static Ended run(List<String> before, Class<?> main, String... words) throws Exception {
        List<String> all = new ArrayList<>(before);
        all.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dturntable.home=" + HOME,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        all.addAll(List.of(words));
        File output = Files.createTempFile(logs, "output", ".txt").toFile();
        // what goes wrong is said on standard error, and must not mix with a document on standard output
        int code = new ProcessBuilder(all)
                .redirectOutput(output)
                .redirectError(logs.resolve("errors.log").toFile())
                .start()
                .waitFor();
        String said = Files.readString(output.toPath());
        return new Ended(code, said.isEmpty() ? Files.readString(logs.resolve("errors.log")) : said);
    }
}
