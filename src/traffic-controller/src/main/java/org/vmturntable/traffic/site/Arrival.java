package org.vmturntable.traffic.site;

import java.time.Instant;
import java.util.Optional;
import org.vmturntable.traffic.guest.GuestState;

/**
 * What a destination knows of an arrival.
 *
 * @param held room is held or already taken
 * @param guest the guest's state there; to a question before the commit {@code ARRIVING} also while it runs and lacks memory
 * @param resumed the destination QEMU's own RESUME event; empty if not (yet) observed
 */
public record Arrival(boolean held, GuestState guest, Optional<Instant> resumed) {}
