package org.vmturntable.testbed.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The host's folders over which a site's libvirtd mounts its own, as {@code run-libvirtd} does. A mount needs something to lie
 * upon, so what the host lacks is made for as long as the testbed is up: a fresh Debian has no {@code /etc/pki}.
 */
public final class MountPoints {
    private static final List<Path> ALL = List.of(
            Path.of("/etc/libvirt"),
            Path.of("/etc/pki"),
            Path.of("/var/lib/libvirt"),
            Path.of("/var/log/libvirt"),
            Path.of("/var/cache/libvirt"),
            Path.of("/run/libvirt"));

    private MountPoints() {}

    /**
     * Makes what is missing.
     *
     * @param record is written first, for {@link #made}
     */
    public static void create(Path record) throws IOException {
        List<Path> missing =
                ALL.stream().filter(folder -> !Files.exists(folder)).toList();
        Files.write(record, missing.stream().map(Path::toString).toList());
        for (Path folder : missing) {
            Files.createDirectories(folder);
        }
    }

    /** What {@link #create} has made; empty if it never ran. */
    public static List<Path> made(Path record) throws IOException {
        return Files.exists(record)
                ? Files.readAllLines(record).stream().map(Path::of).toList()
                : List.of();
    }
}
