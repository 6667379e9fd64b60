package org.vmturntable.testbed.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the launcher refuses, it refuses with one plain sentence that tells the way out, before it has changed anything. Needs root,
 * as the launcher does.
 */
class LauncherIT {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

    private static final Map<String, String> AS_BUILT = Map.of("TURNTABLE_AS_BUILT", "yes");

    @TempDir
    private Path folder;

    private record Ended(int code, List<String> lines) {}

    @Test
    void refusesWhoIsNotRoot() throws Exception {
        Ended ended = run(Map.of(), nobody("demo"));
        assertRefused(ended, "This needs root", "Try: sudo ");
    }

    @Test
    void refusesWhenDiskIsShort() throws Exception {
        assertRefused(
                run(Map.of("TURNTABLE_MIN_DISK_MB", "999999999"), launcher(), "demo"),
                "MB of disk are free",
                "free some, then start again.");
    }

    @Test
    void refusesWhenMemoryIsShort() throws Exception {
        assertRefused(
                run(Map.of("TURNTABLE_MIN_MEMORY_MB", "999999999"), launcher(), "test"),
                "MB of memory are available",
                "end what uses it, then start again.");
    }

    @Test
    void refusesASecondDemo() throws Exception {
        Process first = new ProcessBuilder("flock", lock(), "sleep", "60").start();
        try {
            awaitLocked();
            assertRefused(
                    run(Map.of(), launcher(), "demo"),
                    "Another turntable is using the testbed",
                    "wait for its end or stop it.");
        } finally {
            first.descendants().forEach(ProcessHandle::destroy);
            first.destroy();
        }
    }

    @Test
    void namesThePackageThatCannotBeHad() throws Exception {
        Ended ended = run(Map.of("TURNTABLE_ALSO_NEEDS", "no-such-package-at-all"), launcher(), "demo");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.lines().get(ended.lines().size() - 1))
                .startsWith("turntable: The package no-such-package-at-all cannot be had")
                .contains("install it yourself, then start again.");
    }

    @Test
    void saysWhatItCannotUnderstand() throws Exception {
        Ended ended = run(Map.of(), launcher(), "fly");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.lines()).singleElement().asString().contains("no verb fly");
    }

    @Test
    void helpShowsExamples() throws Exception {
        Ended ended = run(Map.of(), launcher(), "--help");
        assertThat(ended.code()).isZero();
        assertThat(ended.lines()).contains("Examples:").anyMatch(line -> line.contains("./turntable demo"));
    }

    @Test
    void aDemoIsNotBegunWithAWordThatItDoesNotKnow() throws Exception {
        assertNotUnderstood("demo does not know --jsn", "demo", "--keep", "--jsn", "x");
        assertNotUnderstood("demo --json needs a value", "demo", "--json");
        assertNotUnderstood("demo --json needs a value", "demo", "--json", "--keep");
    }

    @Test
    void aDemoIsNotBegunWhoseFiguresCannotBeWritten() throws Exception {
        for (String file : List.of("/no/such/folder/x.json", folder.toString())) {
            assertRefused(
                    run(Map.of(), launcher(), "demo", "--json=" + file), file + " cannot be written", "another file.");
        }
    }

    @Test
    void aTestbedThatCannotBePutUpTakesNoOtherDown() throws Exception {
        Path somebodys = Files.writeString(folder.resolve("letter"), "mine");
        List<List<String>> mistakes = List.of(
                List.of("--state", folder.toString()),
                List.of("--topology", folder.resolve("none.yaml").toString()),
                List.of("--no-such-word"));
        for (List<String> mistake : mistakes) {
            List<String> words = new ArrayList<>(List.of(launcher(), "testbed", "up"));
            words.addAll(mistake);
            Ended ended = run(AS_BUILT, words.toArray(String[]::new));
            assertThat(ended.code()).as(ended.toString()).isEqualTo(2);
            assertThat(ended.lines()).noneMatch(line -> line.contains("down"));
        }
        assertThat(somebodys).hasContent("mine");
    }

    @Test
    void helpOnADemoABenchOrATrialTakesNoTestbed() throws Exception {
        Ended demo = run(Map.of(), nobody("demo", "--keep", "-h"));
        assertThat(demo.code()).isZero();
        assertThat(demo.lines()).contains("Examples:");

        Ended bench = run(AS_BUILT, nobody("bench", "--help"));
        assertThat(bench.code()).as(bench.toString()).isZero();
        assertThat(bench.lines()).anyMatch(line -> line.contains("turntable bench"));
        assertThat(run(AS_BUILT, nobody("bench", "hop", "-h")).code()).isZero();
        assertThat(run(AS_BUILT, nobody("bench", "hopp")).code()).isEqualTo(2);
        Ended trial = run(AS_BUILT, nobody("trial", "faults", "--help"));
        assertThat(trial.code()).isZero();
        assertThat(trial.lines()).anyMatch(line -> line.contains("--pick 3 --seed 42"));
        assertThat(run(AS_BUILT, nobody("trial", "fault")).code()).isEqualTo(2);
    }

    @Test
    void aBenchOrATrialIsNotBegunWithWordsThatItDoesNotKnow() throws Exception {
        Ended step = run(AS_BUILT, nobody("trial", "faults", "--steps", "nonsense"));
        assertThat(step.code()).as(step.toString()).isEqualTo(2);
        assertThat(step.lines()).anyMatch(line -> line.contains("nonsense"));
        assertThat(run(AS_BUILT, nobody("trial", "hops", "--topology", "/none.yaml"))
                        .code())
                .isEqualTo(2);
        assertThat(run(AS_BUILT, nobody("bench", "hop", "--runs", "many")).code())
                .isEqualTo(2);
    }

    @Test
    void anOldLibvirtIsReplacedFromBackports() throws Exception {
        program("libvirtd", "echo 'libvirtd (libvirt) 9.0.0'");
        program("apt-cache", ". /etc/os-release; echo \" n=$VERSION_CODENAME-backports\"; echo '  Candidate: 9.0.0-4'");
        program("apt-get", "case \"$*\" in *--download-only*) echo \"asked for $*\"; exit 100;; esac");
        Ended ended = run(Map.of("PATH", folder + ":" + System.getenv("PATH")), launcher(), "demo");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.lines().get(ended.lines().size() - 1))
                .contains("libvirt-daemon-system libvirt-daemon-driver-qemu libvirt-clients cannot be fetched")
                .containsPattern("-t [a-z]+-backports");
    }

    @Test
    void aSitesJavaIsStartedWithItsOwnOptions() throws Exception {
        Map<String, String> options = Map.of("TURNTABLE_AS_BUILT", "yes", "TURNTABLE_JAVA_OPTIONS", "-Xmx96m -version");
        Ended ended = run(options, launcher(), "serve", "--config", "none");
        assertThat(ended.code()).isZero();
        assertThat(ended.lines()).anyMatch(line -> line.contains("Server VM"));
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static String[] nobody(String... words) {
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid", "65534", "--clear-groups", "--", launcher()));
        all.addAll(List.of(words));
        return all.toArray(String[]::new);
    }

    private void assertNotUnderstood(String what, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(launcher()));
        all.addAll(List.of(words));
        Ended ended = run(Map.of(), all.toArray(String[]::new));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.lines()).singleElement().asString().contains(what);
    }

    private static void assertRefused(Ended ended, String what, String wayOut) {
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.lines())
                .singleElement()
                .asString()
                .startsWith("turntable: ")
                .contains(what)
                .contains(wayOut);
    }

    private Ended run(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(words))).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("TURNTABLE_LOCK", lock());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output.lines().toList());
    }

    private void awaitLocked() throws IOException, InterruptedException {
        for (int i = 0; i < 100 && !flockIsHeld(); i++) {
            Thread.sleep(50);
        }
    }

    private boolean flockIsHeld() throws IOException, InterruptedException {
        return new ProcessBuilder("flock", "--nonblock", lock(), "true").start().waitFor() != 0;
    }

    private String lock() {
        return folder.resolve("lock").toString();
    }

    private static String launcher() {
        return HOME.resolve("turntable").toString();
    }
}
