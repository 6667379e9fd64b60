package org.vmturntable.testbed.demo.probe;

import java.time.Instant;

/**
 * How much the guest had done, as a heartbeat told.
 *
 * @param heard when the heartbeat came, by the listener's clock: the guest's own stands still while the guest does
 * @param pages of its memory, rewritten since it started
 */
public record Work(Instant heard, long pages) {}
