package org.vmturntable.testbed.trial;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.vmturntable.testbed.process.Patience;

/** A process that is killed, and started again by whatever looks after it. */
final class Kill implements Blow {
    private static final Duration DIES_WITHIN = Duration.ofSeconds(20);

    private final String what;
    private final Supplier<Optional<ProcessHandle>> victim;
    private final Runnable again;
    private Optional<ProcessHandle> killed = Optional.empty();

    /**
     * @param victim looked up when it is struck
     * @param again starts it anew; does nothing where nobody would
     */
    Kill(String what, Supplier<Optional<ProcessHandle>> victim, Runnable again) {
        this.what = what;
        this.victim = victim;
        this.again = again;
    }

    /** With a victim that is known before, for to look for it takes a while. */
    static Kill of(String what, Optional<ProcessHandle> victim, Runnable again) {
        return new Kill(what, () -> victim, again);
    }

    @Override
    public boolean strike() {
        killed = victim.get();
        killed.ifPresent(ProcessHandle::destroyForcibly);
        return killed.isPresent();
    }

    @Override
    public void mend() {
        killed.ifPresent(dead -> {
            Patience.until("The end of " + what, DIES_WITHIN, () -> {}, () -> !dead.isAlive());
            again.run();
        });
        killed = Optional.empty();
    }
}
