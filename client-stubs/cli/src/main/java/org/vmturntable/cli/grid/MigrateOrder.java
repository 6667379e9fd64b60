package org.vmturntable.cli.grid;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A wish to move a machine.
 *
 * @param bandwidth wished rate of the lightpath, bit/s; empty for the site's choice
 * @param requestId makes a repeated order harmless: the same id yields the same migration
 */
public record MigrateOrder(String destination, OptionalLong bandwidth, Optional<String> requestId) {}
