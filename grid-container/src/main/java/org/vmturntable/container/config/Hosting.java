package org.vmturntable.container.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.vmturntable.kernel.Bytes;

/**
 * What the site gives to virtual machines.
 *
 * @param libvirt how this container reaches the hypervisor
 * @param control how other sites' hypervisors reach it
 * @param monitors folder where machines may have a second monitor, a socket {@code <VM's id>.qmp}
 * @param images where disks are that come and go with machines
 * @param memory in all
 * @param virtualCpus in all
 * @param longestMigration what a migration from here may take, ten minutes or more
 */
public record Hosting(
        URI libvirt,
        URI control,
        Optional<Path> monitors,
        Optional<Images> images,
        Bytes memory,
        int virtualCpus,
        Duration longestMigration) {
    /**
     * The folder of disk images.
     *
     * @param folder as this container sees it
     * @param hypervisor as it stands in machines' definitions: the same at all sites
     */
    public record Images(Path folder, Path hypervisor) {}
}
