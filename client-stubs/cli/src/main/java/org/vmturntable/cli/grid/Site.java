package org.vmturntable.cli.grid;

import java.util.List;
import java.util.Optional;

/**
 * What a site tells in its directory. The entries are short; their references lead to the rest.
 *
 * @param room empty where no machines are hosted
 * @param migrations running ones and those that ended lately, newest first
 */
public record Site(
        String name,
        Optional<Room> room,
        List<VmEntry> vms,
        List<MigrationEntry> migrations,
        List<LightpathEntry> lightpaths) {
    /** Memory and processors, in all and not yet given away. */
    public record Room(long totalMemoryBytes, long freeMemoryBytes, int totalVirtualCpus, int freeVirtualCpus) {}

    /** A machine that the site hosts or has lately sent away. */
    public record VmEntry(String id, String name, String state, Reference reference) {}

    /** A migration that started here. */
    public record MigrationEntry(
            String id, String vmId, String from, String to, MigrationState state, Reference reference) {}

    /** A lightpath that is brokered here. */
    public record LightpathEntry(
            String id, String state, String portA, String portB, long bandwidth, Reference reference) {
        /** True if it holds neither bandwidth nor a cross-connect any more. */
        public boolean gone() {
            return Lightpath.gone(state);
        }
    }

    public Site {
        vms = List.copyOf(vms);
        migrations = List.copyOf(migrations);
        lightpaths = List.copyOf(lightpaths);
    }
}
