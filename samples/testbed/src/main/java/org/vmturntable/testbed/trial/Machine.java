package org.vmturntable.testbed.trial;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vmturntable.testbed.demo.probe.DiskHealth;
import org.vmturntable.testbed.demo.probe.GuestOrders;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.process.Patience;
import org.vmturntable.testbed.site.Libvirtd;
import org.vmturntable.testbed.topology.Site;

/** The guest's machine as the sites' hypervisors have it, and as an operator starts it again who finds it dead. */
final class Machine {
    private static final Duration LIBVIRTD_ANSWERS = Duration.ofSeconds(30);
    private static final Duration SETTLES = Duration.ofSeconds(20);
    private static final Duration STARTS = Duration.ofSeconds(90);
    private static final Duration BOOTS = Duration.ofMinutes(2);

    private final Testbed testbed;
    private final GuestOrders orders;

    Machine(Testbed testbed, GuestOrders orders) {
        this.testbed = testbed;
        this.orders = orders;
    }

    /** The sites whose QEMU runs it, as soon as it is one; after a while, as it is then. */
    List<Site> runningAt() {
        try {
            Patience.until(
                    "One machine that runs", SETTLES, () -> {}, () -> running().size() == 1);
        } catch (HostException notOne) {
            return running();
        }
        return running();
    }

    /** Its definition at a site, to start it from elsewhere. */
    String definition(Site site) {
        return virsh(site, "dumpxml", name()).run();
    }

    /**
     * Starts it again, where its disk is, after removing what is left of it anywhere.
     *
     * @return the guest's word on its disk
     * @throws HostException if it does not start, or does not answer
     */
    DiskHealth startAgain(Site place, String definition) {
        testbed.topology().sites().forEach(site -> {
            Command.Outcome unused = virsh(site, "destroy", name()).attempt();
        });
        Patience.until(
                "The start of the machine at " + place.name(),
                STARTS,
                () -> {},
                () -> virsh(place, "create", "/dev/stdin")
                        .reading(definition)
                        .attempt()
                        .succeeded());
        return awaitDisk(place);
    }

    private DiskHealth awaitDisk(Site place) {
        Patience.until(
                "The guest's answer after its start at " + place.name(), BOOTS, () -> {}, () -> disk().isPresent());
        return disk().orElseThrow(() -> new HostException("The guest does not answer any more."));
    }

    private Optional<DiskHealth> disk() {
        try {
            return Optional.of(orders.disk(DiskHealth.ADOPT));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    private List<Site> running() {
        return testbed.topology().sites().stream()
                .filter(site -> stateAt(site).equals("running"))
                .toList();
    }

    /** As virsh calls it; empty where there is none. */
    String stateAt(Site site) {
        Patience.until(
                "The answer of libvirtd at " + site.name(),
                LIBVIRTD_ANSWERS,
                () -> {},
                () -> virsh(site, "uri").attempt().succeeded());
        Command.Outcome told = virsh(site, "domstate", name()).attempt();
        return told.succeeded() ? told.output().strip() : "";
    }

    private Command virsh(Site site, String... words) {
        return Libvirtd.virsh(testbed.directoryOf(site.name()), words);
    }

    private String name() {
        return testbed.topology().guest().name();
    }
}
