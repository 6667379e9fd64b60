package org.vmturntable.traffic.site;

import java.net.URI;

/**
 * Where to send the guest.
 *
 * @param control the destination hypervisor's control address
 * @param stream the destination's address on the lightpath
 */
public record Landing(URI control, URI stream) {}
