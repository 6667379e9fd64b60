package org.vmturntable.cli.grid;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A wish to move a machine.
 *
 * @param bandwidth wished rate of the lightpath, bit/s; empty for the site's choice
 * @param maxBlackoutMillis if so little cannot be promised, the site refuses
 * @param requestId makes a repeated order harmless: the same id yields the same migration
 */
public record MigrateOrder(
        String destination, OptionalLong bandwidth, OptionalLong maxBlackoutMillis, Optional<String> requestId) {
    /** One that is to be promised nothing. */
    public MigrateOrder(String destination, OptionalLong bandwidth, Optional<String> requestId) {
        this(destination, bandwidth, OptionalLong.empty(), requestId);
    }
}
