package org.vmturntable.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
 * Writes until it is killed, from several threads, and says what it is about to write and what is written: kind, id and revision, a
 * line each; revision -1 before the first. A program of its own, for a test.
 */
final class KilledWriter {
    private static final int USES = 100;
    /** For each kind, so that nearly always someone commits while others are in the middle of a transaction. */
    private static final int THREADS = 3;

    private static final List<MigrationState> WAY = List.of(
            MigrationState.ROOM_HELD, MigrationState.AUTHORISED, MigrationState.UNDOING, MigrationState.ROLLED_BACK);

    private KilledWriter() {}

    public static void main(String[] arguments) {
        SiteStore store = SiteStore.open(arguments[0], "", "");
        List<Consumer<SiteStore>> kinds =
                List.of(KilledWriter::migration, KilledWriter::token, KilledWriter::lightpath);
        for (int thread = 0; thread < THREADS; thread++) {
            kinds.forEach(kind -> new Thread(() -> forever(store, kind)).start());
        }
    }

    /** Many rows in one transaction, so that a kill is likely to come in the middle of one. */
    static Set<String> usesIn(long revision) {
        return IntStream.range(0, USES).mapToObj(i -> revision + "/" + i).collect(Collectors.toSet());
    }

    private static void forever(SiteStore store, Consumer<SiteStore> kind) {
        while (true) {
            kind.accept(store);
        }
    }

    private static void migration(SiteStore store) {
        MigrationSaga saga = Samples.requested(Samples.vm(), 1, Optional.empty());
        say("migration", saga.id(), -1);
        store.migrations().append(saga);
        say("migration", saga.id(), 0);
        for (MigrationState state : WAY) {
            saga = Samples.next(saga, state);
            store.migrations().replace(saga);
            say("migration", saga.id(), saga.revision());
        }
    }

    private static void token(SiteStore store) {
        TokenGrant grant = Samples.token();
        say("token", grant.id(), -1);
        store.tokens().add(grant);
        say("token", grant.id(), 0);
        for (long revision = 1; revision < 20; revision++) {
            store.tokens().replace(new TokenGrant(grant.token(), TokenState.GRANTED, usesIn(revision), revision));
            say("token", grant.id(), revision);
        }
    }

    private static void lightpath(SiteStore store) {
        Lightpath path = Samples.lightpath(MigrationId.random(), LightpathState.RESERVED, 0);
        say("lightpath", path.id(), -1);
        store.lightpaths().add(path);
        say("lightpath", path.id(), 0);
        store.lightpaths().replace(Samples.next(path, LightpathState.RELEASED));
        say("lightpath", path.id(), 1);
    }

    private static void say(String kind, Object id, long revision) {
        System.out.println(kind + " " + id + " " + revision);
    }
}
