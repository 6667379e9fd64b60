package org.vmturntable.disk;

import java.nio.file.Path;

/**
 * A disk at the site to which its guest comes.
 *
 * @param overlay where what the guest has written goes, as this process sees it
 * @param base the image under it, as this process sees it; raw
 * @param baseAsHypervisorSeesIt the same image's path in the hypervisor's mounts
 * @param size bytes, of the disk as the guest sees it
 */
public record ArrivingDisk(Path overlay, Path base, String baseAsHypervisorSeesIt, long size) {}
