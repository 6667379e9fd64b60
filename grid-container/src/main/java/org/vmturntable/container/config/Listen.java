package org.vmturntable.container.config;

import java.net.URI;

/**
 * Where the container answers.
 *
 * @param url base of its services' addresses as others see it, without a slash at the end
 */
public record Listen(String address, int port, URI url) {}
