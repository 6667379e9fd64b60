package org.vmturntable.testbed.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmturntable.testbed.deployment.Takedown;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.deployment.Traces;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.process.Patience;
import org.vmturntable.testbed.topology.TopologyFile;

/**
 * Nothing stays of a start that is broken off: it takes away by itself what it has made or, where it was not let, the next start
 * does. Needs root, and that no other testbed is up.
 */
@Tag("testbed")
class InterruptedLauncherIT {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final Path IGRID = HOME.resolve("samples/testbed/topologies/igrid2005.yaml");
    private static final Duration HALF_WAY = Duration.ofMinutes(2);
    private static final Duration END = Duration.ofSeconds(90);

    private static final Testbed TESTBED = new Testbed(TopologyFile.read(IGRID), IGRID, HOME, Testbed.DEFAULT_STATE);

    @TempDir
    private Path folder;

    private Optional<Traces> before = Optional.empty();
    private Optional<Process> started = Optional.empty();

    /** How far a start has come when it is broken off. */
    private enum Moment {
        FIRST_NAMESPACE {
            @Override
            boolean isHere() {
                return TESTBED.namespaces().stream().anyMatch(namespace -> namespace.exists());
            }
        },
        HYPERVISOR {
            @Override
            boolean isHere() {
                return Files.exists(
                        TESTBED.directoryOf(TESTBED.topology().guest().home()).libvirtSocket());
            }
        };

        abstract boolean isHere();
    }

    @BeforeEach
    void lookAround() throws IOException {
        new Takedown(TESTBED).run();
        before = Optional.of(Traces.before(TESTBED.state()));
    }

    @AfterEach
    void takeDown() {
        started.filter(Process::isAlive).ifPresent(Process::destroyForcibly);
        new Takedown(TESTBED).run();
    }

    @ParameterizedTest
    @CsvSource({"demo, HYPERVISOR", "testbed up, FIRST_NAMESPACE"})
    void ctrlCLeavesNothing(String words, Moment moment) throws Exception {
        Process launcher = startUntil(words, moment);
        signal("INT", "-" + launcher.pid());
        assertThat(endOf(launcher)).as(log()).isEqualTo(130);
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"demo, FIRST_NAMESPACE", "testbed up, FIRST_NAMESPACE"})
    void aPoliteEndLeavesNothing(String words, Moment moment) throws Exception {
        Process launcher = startUntil(words, moment);
        signal("TERM", Long.toString(launcher.pid()));
        assertThat(endOf(launcher)).as(log()).isEqualTo(143);
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"demo, FIRST_NAMESPACE", "testbed up, HYPERVISOR"})
    void theLauncherTakesAwayWhatAKilledProgramLeft(String words, Moment moment) throws Exception {
        Process launcher = startUntil(words, moment);
        assertThat(java(launcher)).hasSize(1).first().matches(ProcessHandle::destroyForcibly);
        assertThat(endOf(launcher)).as(log()).isEqualTo(137);
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"demo, FIRST_NAMESPACE", "testbed up, HYPERVISOR"})
    void theNextStartTakesAwayWhatAKilledLauncherLeft(String words, Moment moment) throws Exception {
        Process launcher = startUntil(words, moment);
        List<ProcessHandle> programs = java(launcher);
        launcher.destroyForcibly();
        endOf(launcher);
        programs.forEach(program -> assertThat(program.onExit()).succeedsWithin(END));

        assertThat(endOf(start("testbed down"))).as(log()).isZero();
        nothingIsLeft();
        assertThat(endOf(start("testbed down"))).as("down once more").isZero();
    }

    /** Half an installation is what only a person could set right. The packages here are none, and so is apt-get. */
    @Test
    void anInstallationComesToItsEndAndTheGuardOfServicesGoes() throws Exception {
        Path calls = folder.resolve("calls");
        program("apt-cache", "echo '  Candidate: 1'");
        program(
                "apt-get",
                "case \"$*\" in *--no-download*) touch " + calls + "; sleep 1; echo done >>" + calls + ";; esac");
        Process launcher = start(
                "demo", Map.of("TURNTABLE_ALSO_NEEDS", "something", "PATH", folder + ":/usr/sbin:/usr/bin:/sbin:/bin"));
        Patience.until("The installation", HALF_WAY, () -> {}, () -> Files.exists(calls));

        signal("INT", "-" + launcher.pid());
        assertThat(endOf(launcher)).as(log()).isEqualTo(130);
        assertThat(calls).hasContent("done");
        assertThat(log()).contains("letting the installation of packages come to its end");
        nothingIsLeft();
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private void nothingIsLeft() throws IOException {
        before.orElseThrow().assertNothingIsLeft();
    }

    private Process startUntil(String words, Moment moment) throws IOException {
        Process launcher = start(words);
        Patience.until(
                moment.toString(),
                HALF_WAY,
                () -> assertThat(launcher.isAlive()).as(log()).isTrue(),
                moment::isHere);
        return launcher;
    }

    private Process start(String words) throws IOException {
        return start(words, Map.of());
    }

    /** As a shell does: in a process group of its own, which Ctrl-C reaches. */
    private Process start(String words, Map<String, String> environment) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                "setsid",
                HOME.resolve("turntable").toString()));
        all.addAll(List.of(words.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("TURNTABLE_AS_BUILT", "yes");
        builder.environment().put("TURNTABLE_LOCK", folder.resolve("lock").toString());
        Process process = builder.start();
        started = Optional.of(process);
        return process;
    }

    private static List<ProcessHandle> java(Process launcher) {
        return launcher.children()
                .filter(child -> child.info()
                        .command()
                        .filter(it -> it.endsWith("/java"))
                        .isPresent())
                .toList();
    }

    private static void signal(String name, String target) {
        // the shell's own: a small system has no other
        Command.of("sh").reading("kill -s " + name + " -- " + target + "\n").run();
    }

    private int endOf(Process process) throws InterruptedException {
        assertThat(process.waitFor(END.toSeconds(), TimeUnit.SECONDS)).as(log()).isTrue();
        return process.exitValue();
    }

    private Path logFile() {
        return folder.resolve("launcher.log");
    }

    private String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException none) {
            return "";
        }
    }
}
