package org.vmturntable.testbed.guest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.vmturntable.testbed.network.Namespace;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.process.Patience;
import org.vmturntable.testbed.site.Libvirtd;
import org.vmturntable.testbed.site.SiteDirectory;
import org.vmturntable.testbed.topology.Topology;

/**
 * Starts the guest at its home. The domain is transient: no site keeps a definition from which it could be started a second
 * time while it runs elsewhere.
 */
public final class GuestBoot {
    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final String READY = "guestd is ready";

    private final Topology topology;
    private final SiteDirectory home;
    private final Path console;

    public GuestBoot(Topology topology, SiteDirectory home) {
        this.topology = topology;
        this.home = home;
        this.console = home.qemuLogs().resolve(topology.guest().name() + "-console.log");
    }

    /**
     * Hands the domain to the home's libvirtd; it boots on by itself.
     *
     * @param base of its disk, if it has one; the home has it already
     */
    public void start(GuestImage image, Optional<BaseImage> base, Emulator emulator) {
        Optional<GuestDisk> disk = base.flatMap(
                beneath -> topology.guest().disk().map(size -> GuestDisk.create(home, id(), beneath, size)));
        Libvirtd.virsh(home, "create", "/dev/stdin")
                .reading(domain(image, disk, emulator).toXml())
                .run();
    }

    /** Waits until the guest's service has started and its address answers, for 60 seconds at most. */
    public void awaitReady(Namespace at) {
        Patience.until("The guest's service", BOOT, this::requireRunning, this::saysReady);
        Command.of("ping", "-c", "1", "-W", "5", topology.guest().address().text())
                .in(at.name())
                .run();
    }

    private GuestDomain domain(GuestImage image, Optional<GuestDisk> disk, Emulator emulator) {
        var guest = topology.guest();
        return new GuestDomain(
                id(),
                guest.name(),
                emulator.hypervisor(),
                emulator.machine(),
                guest.memory(),
                image,
                commandLine(),
                guest.address(),
                guest.mac(),
                topology.guestLan().bridge(),
                "/var/log/libvirt/qemu/" + console.getFileName(),
                disk);
    }

    private UUID id() {
        return GuestService.idOf(topology.guest());
    }

    private String commandLine() {
        var lan = topology.guestLan().gateway();
        return "console=ttyS0 quiet turntable.host=%s turntable.address=%s/%d turntable.gateway=%s turntable.heartbeat=%s turntable.port=%d"
                .formatted(
                        topology.guest().name(),
                        topology.guest().address(),
                        lan.length(),
                        lan.address(),
                        topology.visualization().toGuests().address(),
                        GuestService.HEARTBEAT_PORT);
    }

    private boolean saysReady() {
        return Files.exists(console)
                && org.vmturntable.testbed.process.Daemon.tail(console).contains(READY);
    }

    private void requireRunning() {
        String state = Libvirtd.virsh(home, "domstate", topology.guest().name())
                .attempt()
                .output();
        if (!state.contains("running")) {
            throw new HostException("The guest does not run: " + state.strip());
        }
    }
}
