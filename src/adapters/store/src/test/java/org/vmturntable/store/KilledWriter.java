package org.vmturntable.store;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vmturntable.aaa.grant.TokenGrant;
import org.vmturntable.aaa.grant.TokenState;
import org.vmturntable.drac.lightpath.Lightpath;
import org.vmturntable.drac.lightpath.LightpathState;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.migration.MigrationState;

/**
 * Writes until it is killed and says what it is about to write and what is written: kind, id and revision, a line each; revision -1
 * before the first. After each commit a thread pauses for as long as chance will have it. A program of its own, for a test.
 */
final class KilledWriter {
    private static final int USES = 100;

    private static final List<MigrationState> WAY = List.of(
            MigrationState.ROOM_HELD, MigrationState.AUTHORISED, MigrationState.UNDOING, MigrationState.ROLLED_BACK);

    private final SiteStore store;
    private final int longestPauseMillis;
    private final Random random;

    private KilledWriter(SiteStore store, int longestPauseMillis, long seed) {
        this.store = store;
        this.longestPauseMillis = longestPauseMillis;
        this.random = new Random(seed);
    }

    /** Arguments: the store's URL, the threads for each kind, the longest pause in milliseconds, the seed of the pauses. */
    public static void main(String[] arguments) {
        SiteStore store = SiteStore.open(arguments[0], "", "");
        for (int thread = 0; thread < Integer.parseInt(arguments[1]); thread++) {
            long seed = Long.parseLong(arguments[3]) + thread;
            KilledWriter writer = new KilledWriter(store, Integer.parseInt(arguments[2]), seed);
            List<Runnable> kinds = List.of(writer::migration, writer::token, writer::lightpath);
            kinds.forEach(kind -> new Thread(() -> forever(kind)).start());
        }
    }

    /** Many rows in one transaction, so that a kill is likely to come in the middle of one. */
    static Set<String> usesIn(long revision) {
        return IntStream.range(0, USES).mapToObj(i -> revision + "/" + i).collect(Collectors.toSet());
    }

    private static void forever(Runnable kind) {
        while (true) {
            kind.run();
        }
    }

    private void migration() {
        MigrationSaga saga = Samples.requested(Samples.vm(), 1, Optional.empty());
        say("migration", saga.id(), -1);
        store.migrations().append(saga);
        written("migration", saga.id(), 0);
        for (MigrationState state : WAY) {
            saga = Samples.next(saga, state);
            store.migrations().replace(saga);
            written("migration", saga.id(), saga.revision());
        }
    }

    private void token() {
        TokenGrant grant = Samples.token();
        say("token", grant.id(), -1);
        store.tokens().add(grant);
        written("token", grant.id(), 0);
        for (long revision = 1; revision < 20; revision++) {
            store.tokens().replace(new TokenGrant(grant.token(), TokenState.GRANTED, usesIn(revision), revision));
            written("token", grant.id(), revision);
        }
    }

    private void lightpath() {
        Lightpath path = Samples.lightpath(MigrationId.random(), LightpathState.RESERVED, 0);
        say("lightpath", path.id(), -1);
        store.lightpaths().add(path);
        written("lightpath", path.id(), 0);
        store.lightpaths().replace(Samples.next(path, LightpathState.RELEASED));
        written("lightpath", path.id(), 1);
    }

    private void written(String kind, Object id, long revision) {
        say(kind, id, revision);
        if (longestPauseMillis > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(longestPauseMillis)));
        }
    }

    private static void say(String kind, Object id, long revision) {
        System.out.println(kind + " " + id + " " + revision);
    }
}
