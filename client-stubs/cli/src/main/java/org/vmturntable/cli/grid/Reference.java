package org.vmturntable.cli.grid;

import java.net.URI;

/**
 * Where a WS-Resource answers: as much of its end point reference as a client has to send back.
 *
 * @param site the site that told the reference, a name of the profile
 * @param address where to send
 * @param key the reference parameter that names the resource there
 */
public record Reference(String site, URI address, String key) {}
