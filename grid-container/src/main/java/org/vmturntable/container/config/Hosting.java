package org.vmturntable.container.config;

import java.net.URI;
import org.vmturntable.kernel.Bytes;

/**
 * What the site gives to virtual machines.
 *
 * @param libvirt how this container reaches the hypervisor
 * @param control how other sites' hypervisors reach it
 * @param memory in all
 * @param virtualCpus in all
 */
public record Hosting(URI libvirt, URI control, Bytes memory, int virtualCpus) {}
