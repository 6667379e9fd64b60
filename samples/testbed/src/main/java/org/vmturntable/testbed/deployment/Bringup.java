package org.vmturntable.testbed.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.vmturntable.testbed.guest.BaseImage;
import org.vmturntable.testbed.guest.Emulator;
import org.vmturntable.testbed.guest.GuestBoot;
import org.vmturntable.testbed.guest.GuestImage;
import org.vmturntable.testbed.network.Namespace;
import org.vmturntable.testbed.network.NetworkBuild;
import org.vmturntable.testbed.process.Daemon;
import org.vmturntable.testbed.process.Patience;
import org.vmturntable.testbed.process.Progress;
import org.vmturntable.testbed.site.Libvirtd;
import org.vmturntable.testbed.site.MountPoints;
import org.vmturntable.testbed.topology.Place;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.topology.Topology;
import org.vmturntable.testbed.topology.TopologyFile;
import org.vmturntable.testbed.wan.EmulatorProcess;

/** Puts a testbed up, step by step, saying each. A failure leaves what there is: {@link Takedown} knows how to remove it. */
public final class Bringup {
    private static final Duration CONTAINER = Duration.ofSeconds(60);

    private final Testbed testbed;
    private final Topology topology;
    private final Progress progress;
    private final InstantSource clock;
    private final NetworkBuild network;
    private final SecureRandom random;

    public Bringup(Testbed testbed, Progress progress, InstantSource clock, SecureRandom random) {
        this.testbed = testbed;
        this.topology = testbed.topology();
        this.progress = progress;
        this.clock = clock;
        this.random = random;
        this.network = new NetworkBuild(topology);
    }

    /**
     * Brings up network, hypervisors, guest and, if wanted, grid containers, and waits until all of them answer.
     *
     * @throws org.vmturntable.testbed.process.HostException if this host refuses something
     */
    public void run(boolean withContainers) {
        Emulator emulator = Emulator.ofThisHost();
        CompletableFuture<GuestImage> image = CompletableFuture.supplyAsync(this::guestImage);
        CompletableFuture<Optional<BaseImage>> base = CompletableFuture.supplyAsync(this::baseImage);
        record();
        Credentials.createSnmpSecrets(testbed, random);
        CompletableFuture<Void> credentials = CompletableFuture.runAsync(this::makeCredentials);
        startNetwork();
        outcome(credentials);
        startHypervisors();
        outcome(base).ifPresent(this::giveToEverySite);
        List<GateProcess> gates = withContainers ? startGates() : List.of();
        List<Daemon> containers = withContainers ? startContainers() : List.of();
        bootGuest(outcome(image), outcome(base), emulator);
        gates.forEach(GateProcess::awaitOpen);
        awaitContainers(containers);
        progress.say("the testbed is up");
    }

    /** What a task has made; if it failed, what it failed with, not wrapped in the executor's own. */
    static <T> T outcome(CompletableFuture<T> task) {
        try {
            return task.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw failed;
        }
    }

    private GuestImage guestImage() {
        return GuestImage.build(testbed.home().resolve("samples/testbed/guest"), guestTarget());
    }

    private Optional<BaseImage> baseImage() {
        return topology.guest().disk().map(size -> BaseImage.build(size, guestTarget()));
    }

    private void giveToEverySite(BaseImage base) {
        topology.sites()
                .forEach(site -> base.copyTo(testbed.directoryOf(site.name()).images()));
    }

    private Path guestTarget() {
        return testbed.home().resolve("samples/testbed/target/guest");
    }

    /** What clean-up needs, before there is anything to clean up. */
    private void record() {
        new StateFolder(testbed.state()).create();
        try {
            Files.createDirectories(testbed.logs());
            TopologyFile.copy(testbed.topologyFile(), topology, Testbed.recordedTopology(testbed.state()));
            Files.write(
                    testbed.namespaceList(),
                    testbed.namespaces().stream().map(Namespace::name).toList());
            MountPoints.create(testbed.mountPoints());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private void makeCredentials() {
        progress.say("making keys and certificates");
        topology.places().forEach(place -> testbed.directoryOf(place.name()).create());
        Credentials credentials = Credentials.create(testbed, random, clock.instant());
        new ConfigurationFiles(testbed).write(credentials);
    }

    private void startNetwork() {
        progress.say("building the network: " + names(testbed.namespaces()));
        network.createNamespaces();
        EmulatorProcess.start(topology, testbed.topologyFile(), testbed.state(), testbed.logOf(NetworkBuild.WAN));
        network.configure();
    }

    private void startHypervisors() {
        progress.say("starting a libvirtd at each site");
        List<String> subjects = topology.sites().stream()
                .map(site -> new org.vmturntable.testbed.pki.Subject(site.name().value(), "container").libvirt())
                .toList();
        List<Libvirtd> daemons = new ArrayList<>();
        for (Site site : topology.sites()) {
            daemons.add(Libvirtd.start(
                    site.name().value(),
                    topology.namespaceOf(site.name()),
                    testbed.directoryOf(site.name()),
                    site.internet(),
                    hosts(),
                    subjects));
        }
        daemons.forEach(Libvirtd::awaitAnswer);
    }

    private List<GateProcess> startGates() {
        progress.say("starting the gates and the grid containers");
        return topology.sites().stream()
                .map(site -> GateProcess.start(testbed, site))
                .toList();
    }

    private List<Daemon> startContainers() {
        List<Daemon> containers = new ArrayList<>();
        for (Place place : topology.places()) {
            containers.add(ContainerProcess.start(testbed, place));
        }
        return containers;
    }

    private void bootGuest(GuestImage image, Optional<BaseImage> base, Emulator emulator) {
        Site home = topology.site(topology.guest().home());
        progress.say("booting the guest at " + home.name().value() + " (" + emulator.machine() + ", "
                + emulator.hypervisor().name().toLowerCase(java.util.Locale.ROOT) + ")");
        GuestBoot boot = new GuestBoot(topology, testbed.directoryOf(home.name()));
        boot.start(image, base, emulator);
        network.openEntrance(home);
        boot.awaitReady(testbed.namespaceOf(home.name()));
        progress.say("the guest answers at " + topology.guest().address());
    }

    private void awaitContainers(List<Daemon> containers) {
        for (int i = 0; i < containers.size(); i++) {
            Place place = topology.places().get(i);
            Patience.until(
                    "The answer of " + containers.get(i).name(),
                    CONTAINER,
                    containers.get(i)::requireAlive,
                    () -> ContainerProcess.listens(testbed, place));
            progress.say(containers.get(i).name() + " answers");
        }
    }

    private String hosts() {
        return "127.0.0.1 localhost\n"
                + topology.places().stream()
                        .map(place -> place.internet() + " " + place.name().value() + "\n")
                        .collect(Collectors.joining());
    }

    private static String names(List<Namespace> namespaces) {
        return namespaces.stream().map(Namespace::name).collect(Collectors.joining(", "));
    }
}
