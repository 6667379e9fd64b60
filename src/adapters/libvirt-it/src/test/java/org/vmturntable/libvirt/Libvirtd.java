package org.vmturntable.libvirt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.vmturntable.kernel.Waiting;

/** A libvirtd of its own in a network namespace, with its own files in the place of the host's. */
final class Libvirtd {
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
    private static final String DAEMON_CONFIGURATION = """
            listen_tls = 0
            listen_tcp = 1
            auth_tcp = "none"
            auth_unix_rw = "none"
            host_uuid = "%s"
            """;
    private static final String QEMU_CONFIGURATION = """
            user = "root"
            group = "root"
            namespaces = []
            cgroup_controllers = []
            security_driver = "none"
            stdio_handler = "file"
            keepalive_interval = 2
            keepalive_count = 3
            """;
    private static final String LAUNCH = """
            set -e
            hostname "$1"
            mount --make-rprivate /
            mount --bind "$2/etc" /etc/libvirt
            mount --bind "$2/lib" /var/lib/libvirt
            mount --bind "$2/log" /var/log/libvirt
            mount --bind "$2/cache" /var/cache/libvirt
            mkdir -p /run/libvirt
            mount --bind "$2/run" /run/libvirt
            exec libvirtd --listen --pid-file /run/libvirt/libvirtd.pid
            """;

    private Libvirtd() {}

    static void prepare(Path folder) throws IOException {
        for (String part : List.of("etc", "lib", "log", "cache", "run")) {
            Files.createDirectories(folder.resolve(part));
        }
        // Without one of its own, two daemons of one machine refuse to migrate to "the same host".
        Files.writeString(folder.resolve("etc/libvirtd.conf"), DAEMON_CONFIGURATION.formatted(UUID.randomUUID()));
        Files.writeString(folder.resolve("etc/qemu.conf"), QEMU_CONFIGURATION);
    }

    static Path socket(Path folder) {
        return folder.resolve("run/libvirt-sock");
    }

    static void start(String namespace, Path folder) {
        try {
            Files.deleteIfExists(socket(folder));
            new ProcessBuilder(
                            "ip",
                            "netns",
                            "exec",
                            namespace,
                            "unshare",
                            "-m",
                            "-u",
                            "sh",
                            "-c",
                            LAUNCH,
                            "libvirtd",
                            namespace,
                            folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log/daemon.log").toFile()))
                    .start();
            awaitAnswer(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void kill(Path folder) {
        try {
            String pid = Files.readString(folder.resolve("run/libvirtd.pid")).strip();
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(Commands::kill);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitAnswer(Path folder) {
        List<String> question = List.of("virsh", "-c", "qemu+unix:///system?socket=" + socket(folder), "version");
        long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (Commands.run(question, STARTS_WITHIN).exitCode() != 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("libvirtd does not start; see " + folder.resolve("log/daemon.log"));
            }
            Waiting.aMoment();
        }
    }
}
