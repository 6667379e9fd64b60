package org.vmturntable.traffic.guest;

import java.time.Instant;
import java.util.Optional;
import org.vmturntable.kernel.Bytes;

/**
 * What a finished move took.
 *
 * @param moved bytes on the wire, zero pages not counted; zero if it ended unobserved
 * @param stopped the source's own STOP event; empty if it was not observed
 */
public record MoveOutcome(Bytes moved, Optional<Instant> stopped, Switchover switchover) {}
