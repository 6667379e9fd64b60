package org.vmturntable.container.config;

import java.nio.file.Path;

/**
 * The site's gate.
 *
 * @param socket by which the container gives it orders; the gate makes it
 * @param port where other sites' gates connect, at this site's address on lightpaths
 */
public record GateEnd(Path socket, int port) {}
