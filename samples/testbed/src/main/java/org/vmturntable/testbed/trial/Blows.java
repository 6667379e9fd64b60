package org.vmturntable.testbed.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.deployment.ContainerProcess;
import org.vmturntable.testbed.deployment.GateProcess;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.process.Daemon;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.site.Libvirtd;
import org.vmturntable.testbed.site.SiteDirectory;
import org.vmturntable.testbed.topology.Fibre;
import org.vmturntable.testbed.topology.Place;
import org.vmturntable.testbed.topology.Site;

/** Makes ready what is to fail while a guest goes from one site to another. */
final class Blows {
    private final Testbed testbed;
    private final Site from;
    private final Site to;

    Blows(Testbed testbed, Site from, Site to) {
        this.testbed = testbed;
        this.from = from;
        this.to = to;
    }

    Blow of(TrialFault fault) {
        return switch (fault) {
            case CUT, CUT_STAYS -> cut(Optional.empty());
            case CUT_THERE -> cut(Optional.of(from.name().value()));
            case CUT_BACK -> cut(Optional.of(farEnd(fibre())));
            case SOURCE_CONTAINER -> container(from.name());
            case DESTINATION_CONTAINER -> container(to.name());
            case BROKER_CONTAINER -> container(testbed.topology().optical().broker());
            case EDGE_CONTAINER -> container(testbed.topology().edge().name());
            case SOURCE_LIBVIRTD -> libvirtd(from);
            case DESTINATION_LIBVIRTD -> libvirtd(to);
            case SOURCE_QEMU -> machine(from);
            case DESTINATION_QEMU -> machine(to);
            case SOURCE_GATE -> gate(from);
            case DESTINATION_GATE -> gate(to);
        };
    }

    private Blow cut(Optional<String> element) {
        return new FibreCut(testbed.state(), fibre().name(), element);
    }

    /** The one at the source's element: all that the guest sends or gets on its way goes through it. */
    private Fibre fibre() {
        String element = from.name().value();
        return testbed.topology().optical().fibres().stream()
                .filter(fibre -> fibre.a().element().equals(element)
                        || fibre.b().element().equals(element))
                .findFirst()
                .orElseThrow(() -> new HostException("No fibre ends at " + element + "."));
    }

    private String farEnd(Fibre fibre) {
        return fibre.a().element().equals(from.name().value())
                ? fibre.b().element()
                : fibre.a().element();
    }

    private Blow container(SiteId name) {
        Place place = testbed.topology().places().stream()
                .filter(any -> any.name().equals(name))
                .findFirst()
                .orElseThrow();
        return Kill.of("the container of " + name, ContainerProcess.running(testbed, place), () -> {
            Daemon unused = ContainerProcess.start(testbed, place);
        });
    }

    private Blow gate(Site site) {
        return Kill.of("the gate of " + site.name(), GateProcess.running(testbed, site), () -> {
            GateProcess unused = GateProcess.start(testbed, site);
        });
    }

    private Blow libvirtd(Site site) {
        SiteDirectory directory = testbed.directoryOf(site.name());
        return Kill.of("the libvirtd of " + site.name(), process(directory.libvirtdPid()), () -> {
            Libvirtd unused = Libvirtd.startAgain(
                    site.name().value(), testbed.namespaceOf(site.name()).name(), directory);
        });
    }

    private Blow machine(Site site) {
        Path pid = testbed.directoryOf(site.name())
                .qemuPid(testbed.topology().guest().name());
        return new Kill("the machine at " + site.name(), () -> process(pid), () -> {});
    }

    private static Optional<ProcessHandle> process(Path pidFile) {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
