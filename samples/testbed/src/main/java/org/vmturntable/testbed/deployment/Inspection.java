package org.vmturntable.testbed.deployment;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.vmturntable.testbed.network.Namespace;
import org.vmturntable.testbed.network.NetworkBuild;
import org.vmturntable.testbed.site.Libvirtd;
import org.vmturntable.testbed.topology.Place;
import org.vmturntable.testbed.topology.Site;

/** Tells how a testbed is: by asking what runs, not by what was once started. */
public final class Inspection {
    private static final int SHOWN = 28;

    private final Testbed testbed;

    public Inspection(Testbed testbed) {
        this.testbed = testbed;
    }

    /** True if the emulator runs, without which there is no testbed to speak of. */
    public boolean isUp() {
        return !testbed.namespaceOf(NetworkBuild.WAN).processes().isEmpty();
    }

    /** Prints a table of places, then where the guest runs. */
    public void print(PrintStream out) {
        if (!isUp()) {
            out.println(
                    new Takedown(testbed).isNeeded()
                            ? "No testbed is up; a killed one left something behind, which `turntable testbed down` removes."
                            : "No testbed is up.");
            return;
        }
        out.printf("%-12s %-11s %-9s %s%n", "PLACE", "CONTAINER", "LIBVIRTD", "PROCESSES");
        for (Place place : testbed.topology().places()) {
            Namespace namespace = testbed.namespaceOf(place.name());
            out.printf(
                    "%-12s %-11s %-9s %s%n",
                    place.name().value(),
                    ContainerProcess.listens(testbed, place) ? "answers" : "-",
                    isSite(place)
                                    && Files.exists(
                                            testbed.directoryOf(place.name()).libvirtSocket())
                            ? "answers"
                            : "-",
                    processes(namespace));
        }
        out.println("The guest " + testbed.topology().guest().name() + " " + whereTheGuestIs());
    }

    private boolean isSite(Place place) {
        return !place.name().equals(testbed.topology().edge().name());
    }

    private static String processes(Namespace namespace) {
        String all = namespace.processes().stream()
                .map(process ->
                        process.info().command().map(Inspection::shortName).orElse("?") + "(" + process.pid() + ")")
                .collect(Collectors.joining(" "));
        return all.isEmpty() ? "-" : all;
    }

    private static String shortName(String command) {
        String name = Path.of(command).getFileName().toString();
        return name.length() > SHOWN ? name.substring(0, SHOWN) : name;
    }

    private String whereTheGuestIs() {
        List<String> sites = testbed.topology().sites().stream()
                .filter(this::runsTheGuest)
                .map(site -> site.name().value())
                .toList();
        return sites.isEmpty() ? "runs nowhere." : "runs at " + String.join(" and ", sites) + ".";
    }

    private boolean runsTheGuest(Site site) {
        return Libvirtd.virsh(
                        testbed.directoryOf(site.name()),
                        "domstate",
                        testbed.topology().guest().name())
                .attempt()
                .output()
                .strip()
                .equals("running");
    }
}
