package org.vmturntable.testbed.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.process.Daemon;
import org.vmturntable.testbed.process.Patience;
import org.vmturntable.testbed.process.Priority;
import org.vmturntable.testbed.topology.Ipv4Address;

/** A site's libvirtd: private mounts and host name, the site's network, TLS towards the other sites. */
public final class Libvirtd {
    private static final Duration START = Duration.ofSeconds(30);

    private final SiteDirectory directory;
    private final Daemon daemon;

    private Libvirtd(SiteDirectory directory, Daemon daemon) {
        this.directory = directory;
        this.daemon = daemon;
    }

    /**
     * Starts it; its certificates are in the directory already.
     *
     * @param site host name it takes
     * @param hosts content of its /etc/hosts, so that no name is asked of a server that cannot be reached
     * @param peers subjects that may call, in the certificate's order
     */
    public static Libvirtd start(
            String site,
            String namespace,
            SiteDirectory directory,
            Ipv4Address address,
            String hosts,
            List<String> peers) {
        var configuration = new LibvirtdConfiguration(UUID.randomUUID(), address, peers);
        try (InputStream text = Objects.requireNonNull(Libvirtd.class.getResourceAsStream("run-libvirtd"))) {
            Files.writeString(directory.libvirtdConf(), configuration.libvirtd());
            Files.writeString(directory.qemuConf(), LibvirtdConfiguration.qemu());
            Files.writeString(directory.hosts(), hosts);
            Files.write(script(directory), text.readAllBytes());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        return launch(site, namespace, directory);
    }

    /** Starts one that has ended, with the files of its first start; the site's guests go on meanwhile. */
    public static Libvirtd startAgain(String site, String namespace, SiteDirectory directory) {
        return launch(site, namespace, directory);
    }

    private static Libvirtd launch(String site, String namespace, SiteDirectory directory) {
        List<String> words = List.of(
                "unshare",
                "--mount",
                "--uts",
                "sh",
                script(directory).toString(),
                site,
                directory.root().toString());
        Path log = directory.root().resolve("log/libvirtd.out");
        return new Libvirtd(
                directory, Daemon.start("libvirtd of " + site, namespace, log, Priority.DATA_PLANE.of(words)));
    }

    private static Path script(SiteDirectory directory) {
        return directory.root().resolve("run-libvirtd");
    }

    /** Waits until it answers, for 30 seconds at most. */
    public void awaitAnswer() {
        Patience.until(
                "The answer of " + daemon.name(),
                START,
                daemon::requireAlive,
                () -> Files.exists(directory.libvirtSocket())
                        && virsh("uri").attempt().succeeded());
    }

    /** A virsh command for this libvirtd. */
    public Command virsh(String... words) {
        return virsh(directory, words);
    }

    /** A virsh command for the libvirtd of a site's directory. */
    public static Command virsh(SiteDirectory directory, String... words) {
        var all = new java.util.ArrayList<>(List.of("virsh", "--quiet", "--connect", directory.libvirtUri()));
        all.addAll(List.of(words));
        return new Command(all, "");
    }
}
