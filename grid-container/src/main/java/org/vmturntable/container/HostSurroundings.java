package org.vmturntable.container;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.container.config.GateEnd;
import org.vmturntable.container.config.Hosting;
import org.vmturntable.container.config.Network;
import org.vmturntable.drac.element.ElementDriver;
import org.vmturntable.gate.GateControl;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.libvirt.LibvirtGuestMover;
import org.vmturntable.libvirt.image.ImageFolder;
import org.vmturntable.linux.CommandRunner;
import org.vmturntable.linux.VxlanForwardingPlane;
import org.vmturntable.snmp.Patience;
import org.vmturntable.snmp.SnmpCredentials;
import org.vmturntable.snmp.SnmpElement;
import org.vmturntable.snmp.SnmpElementDriver;
import org.vmturntable.snmp.SnmpManager;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.tunnel.ForwardingPlane;

/** The real devices: libvirt, this host's network, and elements by SNMP. */
public final class HostSurroundings implements Surroundings {
    private static final Logger LOG = LoggerFactory.getLogger(HostSurroundings.class);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @Override
    public GuestMover guests(Hosting hosting, Optional<GateEnd> gate) {
        Optional<ImageFolder> images =
                hosting.images().map(place -> new ImageFolder(place.folder(), place.hypervisor()));
        LibvirtGuestMover mover = new LibvirtGuestMover(
                hosting.libvirt(), hosting.monitors(), images, gate.map(end -> new GateControl(end.socket())), clock());
        open.push(mover);
        images.ifPresent(folder -> inBackground("base-images", folder::verify));
        return mover;
    }

    @Override
    public ForwardingPlane forwardingPlane(String device) {
        return new VxlanForwardingPlane(CommandRunner.here(COMMAND_TIMEOUT), device);
    }

    @Override
    public List<ElementDriver> elements(Network network) {
        SnmpManager manager = manager(network.snmp());
        open.push(manager);
        List<SnmpElementDriver> drivers = network.elements().stream()
                .map(element -> new SnmpElement(element.name(), element.snmp(), element.ports()))
                .map(element -> new SnmpElementDriver(manager, element))
                .toList();
        inBackground("elements-warm-up", () -> drivers.forEach(HostSurroundings::warmUp));
        return List.copyOf(drivers);
    }

    private static void inBackground(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable next = open.pop();
            try {
                next.close();
            } catch (Exception failed) {
                // AutoCloseable may throw anything; the others are to be closed all the same.
                LOG.warn("{} did not close", next.getClass().getSimpleName(), failed);
            }
        }
    }

    private static void warmUp(SnmpElementDriver driver) {
        try {
            driver.warmUp();
        } catch (GridException unreachable) {
            LOG.info("Element {} does not answer yet: {}", driver.element(), unreachable.getMessage());
        }
    }

    private static SnmpManager manager(Network.Snmp snmp) {
        Properties secrets = secrets(snmp.secretsFile());
        try {
            return SnmpManager.open(
                    new SnmpCredentials(
                            snmp.user(), secrets.getProperty("authentication", ""), secrets.getProperty("privacy", "")),
                    Patience.OVER_THE_OCEAN);
        } catch (IOException failed) {
            throw new GridException(FailureCode.CONFIGURATION_INVALID, "SNMP cannot be used on this host", failed);
        }
    }

    private static Properties secrets(Path file) {
        Properties secrets = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            secrets.load(reader);
            return secrets;
        } catch (IOException unreadable) {
            throw new GridException(FailureCode.CONFIGURATION_INVALID, "Cannot read " + file, unreadable);
        }
    }
}
