package org.vmturntable.traffic.migration;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.vmturntable.kernel.MigrationId;

/**
 * What drives migrations.
 *
 * @param runs one thread for each migration that goes on; bound it to bound how many go on at once, the others wait
 * @param calls for calls that go on beside a run's own; must not wait for {@code runs}
 */
public record MigrationEngine(Executor runs, Executor calls, Clock clock, Pause pause, Supplier<MigrationId> newIds) {}
