package org.vmturntable.cli.grid;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a migration took and used; each is empty as long as it is not known.
 *
 * @param rttMillis round trip of the path that carried the copy
 * @param bandwidth of the lightpath, bit/s
 * @param totalMillis from the request to the last state
 * @param blackoutMillis from STOP at the source to RESUME at the destination
 * @param predictedBlackoutMillis what it was expected to be
 * @param blackoutBoundMillis what it was promised not to exceed
 */
public record Figures(
        OptionalLong rttMillis,
        OptionalLong bandwidth,
        OptionalLong totalMillis,
        OptionalLong blackoutMillis,
        OptionalLong predictedBlackoutMillis,
        OptionalLong blackoutBoundMillis,
        Optional<String> tokenId,
        Optional<String> lightpathId,
        OptionalInt elementsSwitched) {
    public static final Figures NONE = new Figures(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty());
}
