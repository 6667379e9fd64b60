package org.vmturntable.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.aaa.grant.TokenGrant;
import org.vmturntable.drac.lightpath.Lightpath;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.TokenId;
import org.vmturntable.traffic.migration.MigrationSaga;

/** A process that is killed with SIGKILL in the middle of its writing. */
class KilledStoreTest {
    private static final int ENOUGH = 100;

    @TempDir
    private Path folder;

    /** What the writer said of one thing: the last revision that it had written for certain; -1 if it had only begun to. */
    private record Said(String kind, String id) {}

    @RepeatedTest(2)
    void hasEverythingThatWasAcknowledgedAndNoHalfOfATransaction() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("site");
        Map<Said, Long> acknowledged = writeUntilKilled(url);
        try (SiteStore store = SiteStore.open(url, "", "")) {
            acknowledged.forEach((thing, revision) -> {
                long stored = storedWhole(store, thing);
                // the next revision may have been written and not yet acknowledged
                assertThat(stored).as(thing.toString()).isBetween(revision, revision + 1);
            });
        }
        assertThat(acknowledged.keySet()).extracting(Said::kind).contains("migration", "token", "lightpath");
    }

    /** The revision that is stored, after a look at every row that belongs to it; -1 if there is none. */
    private static long storedWhole(SiteStore store, Said thing) {
        return switch (thing.kind) {
            case "migration" -> migration(store, MigrationId.parse(thing.id));
            case "token" -> token(store, new TokenId(thing.id));
            case "lightpath" ->
                store.lightpaths()
                        .find(LightpathId.parse(thing.id))
                        .map(Lightpath::revision)
                        .orElse(-1L);
            default -> throw new AssertionError("Not a kind: " + thing);
        };
    }

    /** Each of its revisions was a change of state, and is told to subscribers. */
    private static long migration(SiteStore store, MigrationId id) {
        Optional<MigrationSaga> saga = store.migrations().find(id);
        long revision = saga.map(MigrationSaga::revision).orElse(-1L);
        List<StateChange> changes = store.stateChanges().of(id, 0, ENOUGH);
        assertThat(changes).as("changes of " + saga).hasSize((int) revision + 1);
        assertThat(store.stateChanges().latest(id).map(StateChange::state)).isEqualTo(saga.map(MigrationSaga::state));
        return revision;
    }

    private static long token(SiteStore store, TokenId id) {
        Optional<TokenGrant> grant = store.tokens().find(id);
        long revision = grant.map(TokenGrant::revision).orElse(-1L);
        Set<String> uses = grant.map(TokenGrant::usedFor).orElse(Set.of());
        assertThat(uses)
                .as("uses of token %s in revision %d", id, revision)
                .isEqualTo(revision > 0 ? KilledWriter.usesIn(revision) : Set.of());
        return revision;
    }

    private static Map<Said, Long> writeUntilKilled(String url) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        url)
                .redirectErrorStream(true)
                .start();
        Map<Said, Long> said = new LinkedHashMap<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            Iterator<String> lines = out.lines().iterator();
            for (int line = 0; line < ENOUGH && lines.hasNext(); line++) {
                note(said, lines.next());
            }
            // by its handle: the process itself would close the pipe, which still has what was acknowledged before the
            // kill
            assertThat(writer.toHandle().destroyForcibly()).isTrue();
            lines.forEachRemaining(line -> note(said, line));
        } finally {
            writer.destroyForcibly().waitFor();
        }
        return said;
    }

    private static void note(Map<Said, Long> said, String line) {
        String[] words = line.split(" ");
        if (words.length == 3 && Set.of("migration", "token", "lightpath").contains(words[0])) {
            said.put(new Said(words[0], words[1]), Long.parseLong(words[2]));
        }
    }
}
