package org.vmturntable.cli.follow;

import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.Step;

/** Hears what a migration does, on the follower's thread; steps that ran side by side may come in any order. */
public interface MigrationWatcher {
    /** A step has begun; said once a step, also for one that had ended when it was first seen. */
    default void began(Step step) {}

    /** A step has ended; said once a step, after its beginning. */
    default void ended(Step step) {}

    /** The migration as it stands; said at every look, after the news about its steps. */
    default void seen(Migration migration) {}

    /** The site did not answer this time; the follower goes on asking for a while. */
    default void silent(Failure failure) {}
}
