package org.vmturntable.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.Figures;
import org.vmturntable.cli.grid.Lightpath;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.Plan;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.cli.grid.Site;
import org.vmturntable.cli.grid.Step;
import org.vmturntable.cli.grid.Vm;

/**
 * The shapes of {@code --json}, which scripts rely on: names stay, every name is always there, what is not known is null,
 * units are part of the name. New names may be added. They are described in the module's README.
 */
public final class Documents {
    private Documents() {}

    public static Map<String, @Nullable Object> vm(Vm vm) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", vm.id());
        document.put("name", vm.name());
        document.put("state", vm.state());
        document.put("site", vm.site());
        document.put("memoryBytes", vm.memoryBytes());
        document.put("virtualCpus", vm.virtualCpus());
        document.put("addresses", vm.addresses());
        document.put("disks", vm.disks().stream().map(Documents::disk).toList());
        document.put("obstacle", vm.obstacle().orElse(null));
        document.put("migration", vm.migration().map(Reference::key).orElse(null));
        return document;
    }

    public static Map<String, @Nullable Object> migration(Migration migration) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", migration.id());
        document.put("vm", migration.vmId());
        document.put("from", migration.from());
        document.put("to", migration.to());
        document.put("state", migration.state().name());
        document.put("phase", migration.progress().phase());
        document.put("pass", migration.progress().pass());
        document.put("bytesMoved", migration.progress().bytesMoved());
        document.put("bytesRemaining", migration.progress().bytesRemaining());
        document.put("bytesPerSecond", migration.progress().bytesPerSecond());
        putFigures(document, migration.figures());
        document.put("steps", migration.steps().stream().map(Documents::step).toList());
        document.put("failure", migration.failure().map(Documents::failure).orElse(null));
        document.put("advice", migration.advice().orElse(null));
        return document;
    }

    public static Map<String, @Nullable Object> plan(Vm vm, String to, Plan plan) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("vm", vm.id());
        document.put("from", vm.site());
        document.put("to", to);
        document.put("strategy", plan.strategy());
        document.put("passes", plan.passes());
        document.put("totalMs", plan.totalMillis());
        document.put("copyMs", plan.copyMillis());
        document.put("bytes", plan.bytes());
        document.put("diskBytes", plan.diskBytes());
        document.put("blackoutMs", plan.blackoutMillis());
        document.put("blackoutBoundMs", plan.blackoutBoundMillis());
        document.put("brownOutMs", plan.brownOutMillis());
        document.put("leaseMs", plan.leaseMillis());
        document.put("bandwidthBps", plan.bandwidth());
        document.put("roundTripUs", plan.roundTripMicros());
        List<Map<String, Long>> written = new ArrayList<>();
        for (Plan.Written seen : plan.written()) {
            Map<String, Long> entry = new LinkedHashMap<>();
            entry.put("withinMs", seen.withinMillis());
            entry.put("bytes", seen.bytes());
            written.add(entry);
        }
        document.put("written", written);
        return document;
    }

    private static Map<String, Object> disk(Vm.Disk disk) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("target", disk.target());
        document.put("sizeBytes", disk.sizeBytes());
        document.put("base", disk.base());
        document.put("writtenBytes", disk.writtenBytes());
        return document;
    }

    private static void putFigures(Map<String, @Nullable Object> document, Figures figures) {
        document.put("rttMs", orNull(figures.rttMillis()));
        document.put("bandwidthBps", orNull(figures.bandwidth()));
        document.put("totalMs", orNull(figures.totalMillis()));
        document.put("blackoutMs", orNull(figures.blackoutMillis()));
        document.put("predictedBlackoutMs", orNull(figures.predictedBlackoutMillis()));
        document.put("blackoutBoundMs", orNull(figures.blackoutBoundMillis()));
        document.put("tokenId", figures.tokenId().orElse(null));
        document.put("lightpathId", figures.lightpathId().orElse(null));
        document.put("elementsSwitched", orNull(figures.elementsSwitched()));
    }

    private static Map<String, @Nullable Object> step(Step step) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", step.name());
        document.put("started", step.started().toString());
        document.put("ended", step.ended().map(Object::toString).orElse(null));
        document.put("given", step.given());
        document.put("failure", step.failure().map(Documents::cause).orElse(null));
        return document;
    }

    public static Map<String, @Nullable Object> lightpath(Lightpath lightpath) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", lightpath.id());
        document.put("state", lightpath.state());
        document.put("portA", lightpath.portA());
        document.put("portB", lightpath.portB());
        document.put("bandwidthBps", lightpath.bandwidth());
        document.put("from", lightpath.from().map(Object::toString).orElse(null));
        document.put("until", lightpath.until().map(Object::toString).orElse(null));
        document.put("vlan", orNull(lightpath.vlan()));
        List<Map<String, String>> hops = new ArrayList<>();
        for (Lightpath.Hop hop : lightpath.hops()) {
            Map<String, String> entry = new LinkedHashMap<>();
            entry.put("element", hop.element());
            entry.put("portIn", hop.portIn());
            entry.put("portOut", hop.portOut());
            hops.add(entry);
        }
        document.put("hops", hops);
        return document;
    }

    /** The room's figures are null where the site hosts no machines. */
    public static Map<String, @Nullable Object> site(Site site) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", site.name());
        document.put(
                "totalMemoryBytes", site.room().map(Site.Room::totalMemoryBytes).orElse(null));
        document.put(
                "freeMemoryBytes", site.room().map(Site.Room::freeMemoryBytes).orElse(null));
        document.put(
                "totalVirtualCpus", site.room().map(Site.Room::totalVirtualCpus).orElse(null));
        document.put(
                "freeVirtualCpus", site.room().map(Site.Room::freeVirtualCpus).orElse(null));
        document.put("vms", site.vms().stream().map(Site.VmEntry::id).toList());
        document.put(
                "migrations",
                site.migrations().stream().map(Site.MigrationEntry::id).toList());
        document.put(
                "lightpaths",
                site.lightpaths().stream().map(Site.LightpathEntry::id).toList());
        return document;
    }

    public static Map<String, @Nullable Object> failure(Failure failure) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("kind", failure.kind().name());
        document.put("code", failure.code());
        document.put("sentence", failure.sentence());
        document.put("retryHelps", failure.retryHelps());
        document.put("causes", failure.causes().stream().map(Documents::cause).toList());
        return document;
    }

    private static Map<String, String> cause(Failure.Cause cause) {
        Map<String, String> document = new LinkedHashMap<>();
        document.put("code", cause.code());
        document.put("sentence", cause.sentence());
        return document;
    }

    /** A list and, beside it, the sites that did not say what they have. */
    public static Map<String, @Nullable Object> list(String name, List<?> entries, Map<String, Failure> silent) {
        Map<String, @Nullable Object> silentSites = new LinkedHashMap<>();
        silent.forEach((site, why) -> silentSites.put(site, failure(why)));
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put(name, entries);
        document.put("silentSites", silentSites);
        return document;
    }

    private static @Nullable Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static @Nullable Integer orNull(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }
}
