package org.vmturntable.store;

import java.util.Optional;

/** Writes migrations until it is killed, and says each one's id when it is written. A program of its own, for a test. */
final class KilledWriter {
    private KilledWriter() {}

    public static void main(String[] arguments) {
        SiteStore store = SiteStore.open(arguments[0], "", "");
        for (long epoch = 1; ; epoch++) {
            var saga = Samples.requested(Samples.vm(), epoch, Optional.empty());
            store.migrations().append(saga);
            System.out.println(saga.id());
        }
    }
}
