package org.vmturntable.testbed.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    @TempDir
    private Path folder;

    private record Ended(int code, List<String> lines) {}

    @Test
    void refusesWhoIsNotRoot() throws Exception {
        Ended ended = run(Map.of(), "setpriv", "--reuid", "65534", "--clear-groups", "--", launcher(), "demo");
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
