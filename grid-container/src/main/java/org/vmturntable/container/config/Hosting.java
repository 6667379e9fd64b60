package org.vmturntable.container.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.vmturntable.kernel.Bytes;

/**
 * What the site gives to virtual machines.
 *
 * @param libvirt how this container reaches the hypervisor
 * @param control how other sites' hypervisors reach it
 * @param monitors folder where machines may have a second monitor, a socket {@code <VM's id>.qmp}
 * @param memory in all
 * @param virtualCpus in all
 */
public record Hosting(URI libvirt, URI control, Optional<Path> monitors, Bytes memory, int virtualCpus) {}
