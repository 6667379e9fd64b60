package org.vmturntable.libvirt;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vmturntable.kernel.Waiting;

/**
 * Two sites as network namespaces, each with its own libvirtd, joined by a network for control and by a path for the guests'
 * memory that can be cut. Named after this process; what a killed run left is removed first. Needs root.
 */
final class TwoSites implements AutoCloseable {
    static final String A = "a";
    static final String B = "b";
    private static final int GATE_PORT = 7787;
    static final int RELAY_PORT = GATE_PORT + 1;
    private static final String STEM = "vt-virtit-";
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    private final String run = STEM + ProcessHandle.current().pid() + "-";
    private final Path folder = TEMPORARY.resolve(run + "files");

    TwoSites() throws IOException {
        removeLeftovers();
        Files.createDirectory(folder);
        namespace("wan");
        in("wan", "ip", "link", "add", "name", "control", "up", "type", "bridge");
        in("wan", "ip", "link", "add", "name", "path", "up", "type", "bridge");
        for (String site : List.of(A, B)) {
            namespace(site);
            connect(site, "control", control(site));
            connect(site, "path", path(site));
            // how long QEMU waits for a path that died just when it opens a second stream for post-copy: 7 s, not 2 min
            in(site, "sysctl", "-q", "net.ipv4.tcp_syn_retries=2");
            // as docs/site-configuration.md asks of a site: else QEMU takes for sent what is megabytes from it
            in(site, "sysctl", "-q", "net.ipv4.tcp_notsent_lowat=131072");
            Libvirtd.prepare(folder.resolve(site));
            startLibvirtd(site);
        }
    }

    Path folder() {
        return folder;
    }

    URI libvirtd(String site) {
        return URI.create("qemu+unix:///system?socket=" + Libvirtd.socket(folder.resolve(site)));
    }

    /** Where the guests' second monitors are. */
    Path monitors(String site) {
        return folder.resolve(site).resolve("run");
    }

    URI controlUri(String site) {
        return URI.create("qemu+tcp://" + control(site) + "/system");
    }

    URI stream(String site) {
        return URI.create("tcp://" + path(site));
    }

    /** Packets vanish without a word, as on a fibre that was dug up: both ends still see a carrier. */
    void cutPath() {
        in("wan", "ip", "link", "set", "path-" + B, "nomaster");
    }

    void mendPath() {
        in("wan", "ip", "link", "set", "path-" + B, "master", "path");
    }

    /** What the two libvirtds tell each other is lost too: one that hears that its guest has arrived ends it at once. */
    void cutControl() {
        in("wan", "ip", "link", "set", "control-" + B, "nomaster");
    }

    void mendControl() {
        in("wan", "ip", "link", "set", "control-" + B, "master", "control");
    }

    /** Starts the site's gate, a process of its own. */
    Process startGate(String site) throws IOException {
        Files.deleteIfExists(gateSocket(site));
        Process gate =
                java(site, GateProgram.class, gateSocket(site).toString(), path(site), Integer.toString(GATE_PORT));
        Waiting.until("a gate is open", Duration.ofSeconds(30), () -> Files.exists(gateSocket(site)));
        return gate;
    }

    Path gateSocket(String site) {
        return folder.resolve(site).resolve("gate");
    }

    /** Starts what stands before b's gate and can fail: it listens at the port behind the gate's. */
    Process startRelay() throws IOException {
        return java(B, RelayProgram.class, path(B), Integer.toString(RELAY_PORT), Integer.toString(GATE_PORT));
    }

    private Process java(String site, Class<?> program, String... arguments) throws IOException {
        List<String> words = netns(
                site,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx24m",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName());
        words.addAll(List.of(arguments));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve(program.getSimpleName() + "-" + site + ".log")
                                .toFile()))
                .start();
    }

    boolean pathCarries(String from, URI stream) {
        return runs(netns(from, "ping", "-c", "1", "-W", "2", stream.getHost()));
    }

    void startLibvirtd(String site) {
        Libvirtd.start(run + site, folder.resolve(site));
    }

    void killLibvirtd(String site) {
        Libvirtd.kill(folder.resolve(site));
    }

    /** As when the host's memory runs out: its QEMU says nothing more. */
    void killMachine(String site, String domain) {
        try {
            Path pid = folder.resolve(site).resolve("run/qemu").resolve(domain + ".pid");
            Commands.kill(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                    .orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins a migration by another program, from a to b; the caller may kill it. */
    Process virshMigrate(String domain, int mebibytesPerSecond) throws IOException {
        return new ProcessBuilder(
                        "virsh",
                        "-c",
                        libvirtd(A).toString(),
                        "migrate",
                        "--live",
                        "--p2p",
                        "--persistent",
                        "--undefinesource",
                        "--bandwidth",
                        Integer.toString(mebibytesPerSecond),
                        domain,
                        controlUri(B).toString(),
                        stream(B).toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("virsh.log").toFile())
                .start();
    }

    String virsh(String site, String... command) {
        List<String> line =
                new ArrayList<>(List.of("virsh", "-c", libvirtd(site).toString()));
        line.addAll(List.of(command));
        return Commands.output(line);
    }

    private void connect(String site, String network, String address) {
        in(
                "wan",
                "ip",
                "link",
                "add",
                "name",
                network + "-" + site,
                "up",
                "master",
                network,
                "type",
                "veth",
                "peer",
                network + "0",
                "netns",
                run + site);
        in(site, "ip", "link", "set", network + "0", "up");
        in(site, "ip", "address", "add", address + "/24", "dev", network + "0");
    }

    private static String control(String site) {
        return site.equals(A) ? "198.19.0.1" : "198.19.0.2";
    }

    private static String path(String site) {
        return site.equals(A) ? "198.19.1.1" : "198.19.1.2";
    }

    private void namespace(String place) {
        Commands.execute(List.of("ip", "netns", "add", run + place));
        in(place, "ip", "link", "set", "lo", "up");
    }

    private void in(String place, String... command) {
        Commands.execute(netns(place, command));
    }

    private List<String> netns(String place, String... command) {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", run + place));
        line.addAll(List.of(command));
        return line;
    }

    private static boolean runs(List<String> command) {
        return Commands.run(command, Duration.ofSeconds(20)).exitCode() == 0;
    }

    @Override
    public void close() {
        remove(run);
    }

    private static void removeLeftovers() throws IOException {
        try (Stream<Path> files = Files.list(TEMPORARY)) {
            Stream.concat(files.map(Path::getFileName).map(Path::toString), namespaces())
                    .filter(name -> name.startsWith(STEM))
                    .map(name -> name.substring(0, name.indexOf('-', STEM.length()) + 1))
                    .distinct()
                    .filter(prefix -> !lives(prefix.substring(STEM.length(), prefix.length() - 1)))
                    .forEach(TwoSites::remove);
        }
    }

    private static boolean lives(String pid) {
        return Files.exists(Path.of("/proc", pid));
    }

    private static void remove(String prefix) {
        List<String> names =
                namespaces().filter(name -> name.startsWith(prefix)).toList();
        names.forEach(TwoSites::endProcesses);
        names.forEach(name -> Commands.execute(List.of("ip", "netns", "delete", name)));
        delete(TEMPORARY.resolve(prefix + "files"));
    }

    private static void endProcesses(String namespace) {
        Commands.output(List.of("ip", "netns", "pids", namespace))
                .lines()
                .map(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                .flatMap(Optional::stream)
                .forEach(Commands::kill);
    }

    private static Stream<String> namespaces() {
        return Commands.output(List.of("ip", "netns", "list")).lines().map(line -> line.split(" ", 2)[0]);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            tree.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
