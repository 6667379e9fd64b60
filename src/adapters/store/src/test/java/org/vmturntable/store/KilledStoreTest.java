package org.vmturntable.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.aaa.grant.TokenGrant;
import org.vmturntable.drac.lightpath.Lightpath;
import org.vmturntable.drac.lightpath.LightpathState;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.TokenId;
import org.vmturntable.kernel.Waiting;
import org.vmturntable.traffic.migration.MigrationSaga;

/**
 * A process that is killed with SIGKILL in the middle of its writing. A longer form: {@code -Dstore.stores=10 -Dstore.kills=20
 * -Dstore.lines=40 -Dstore.pause=2000 -Dstore.retention=45000}, the last being what H2 does unless told otherwise.
 */
class KilledStoreTest {
    private static final int ENOUGH = 100;
    private static final int COMMITS = 120;
    private static final int COMMITS_TO_A_LOOK = 20;
    /** At the same time, each by a process of its own. */
    private static final int STORES = Integer.getInteger("store.stores", 2);
    /** Of each store's process. */
    private static final int KILLS = Integer.getInteger("store.kills", 2);
    /** That a process says at most before it is killed. */
    private static final int LINES = Integer.getInteger("store.lines", 120);
    /** After a commit, at most. */
    private static final int PAUSE_MILLIS = Integer.getInteger("store.pause", 20);
    /**
     * How long H2 leaves alone what is of no use any more. Only then does it write over it, and no longer at the file's end, where a
     * restart finds the newest at once.
     */
    private static final int RETENTION_MILLIS = Integer.getInteger("store.retention", 100);

    @TempDir
    private Path folder;

    /** What the writer said of one thing: the last revision that it had written for certain; -1 if it had only begun to. */
    private record Said(String kind, String id) {}

    @Test
    void hasEverythingThatWasAcknowledgedAndNoHalfOfATransaction() throws Exception {
        String url = url(folder.resolve("site"));
        Map<Said, Long> acknowledged = new LinkedHashMap<>();
        // several threads, so that nearly always one commits while others are in the middle of a transaction
        writeUntilKilled(List.of(url, "3", "0", "0"), ENOUGH, 0, acknowledged);
        assertHas(url, acknowledged);
        assertThat(acknowledged.keySet()).extracting(Said::kind).contains("migration", "token", "lightpath");
    }

    @Test
    void hasWhatWasAcknowledgedBeforeAnyOfManyKillsHoweverLongItPausesBetweenCommits() {
        long seed = new Random().nextLong();
        System.out.println("seed of the kills: " + seed);
        ExecutorService each = Executors.newFixedThreadPool(STORES);
        try {
            CompletableFuture<?>[] stores = IntStream.range(0, STORES)
                    .mapToObj(store -> CompletableFuture.runAsync(() -> killAgainAndAgain(store, seed + store), each))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(stores).join();
        } finally {
            each.shutdownNow();
        }
    }

    /** What a kill leaves is the file as it is. */
    @Test
    void hasEachCommitInItsFileAsSoonAsItIsMade() throws IOException {
        Path site = folder.resolve("site");
        try (SiteStore store = SiteStore.open(url(site), "", "")) {
            Lightpath path = Samples.lightpath(MigrationId.random(), LightpathState.RESERVED, 0);
            store.lightpaths().add(path);
            for (int commit = 0; commit < COMMITS; commit++) {
                path = Samples.next(path, LightpathState.RESERVED);
                store.lightpaths().replace(path);
                if (commit % COMMITS_TO_A_LOOK == 0) {
                    assertHas(
                            copyOf(site), Map.of(new Said("lightpath", path.id().toString()), path.revision()));
                }
            }
        }
    }

    @Test
    void canBeOpenedThoughItsVeryFirstStartWasKilled() throws Exception {
        Path site = folder.resolve("new");
        Path unfinished = Path.of(site + ".unfinished.mv.db");
        Process first = start(List.of(url(site), "1", "0", "0"));
        try {
            Waiting.until("its schema is being made", Duration.ofSeconds(20), () -> Files.exists(unfinished));
        } finally {
            first.destroyForcibly().waitFor();
        }
        try (SiteStore store = SiteStore.open(url(site), "", "")) {
            Lightpath path = Samples.lightpath(MigrationId.random(), LightpathState.RESERVED, 0);
            store.lightpaths().add(path);
            assertThat(store.lightpaths().find(path.id())).contains(path);
        }
        assertThat(unfinished).doesNotExist();
    }

    /** The killed process's file is never closed in order: it is looked at in a copy. */
    private void killAgainAndAgain(int store, long seed) {
        Random random = new Random(seed);
        Path site = folder.resolve("site-" + store);
        Map<Said, Long> acknowledged = new LinkedHashMap<>();
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                List<String> arguments = List.of(url(site), "1", "" + PAUSE_MILLIS, "" + random.nextLong());
                writeUntilKilled(arguments, 1 + random.nextInt(LINES), 1 + random.nextInt(PAUSE_MILLIS), acknowledged);
                assertHas(copyOf(site), acknowledged);
            }
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String url(Path site) {
        return "jdbc:h2:file:" + site + ";RETENTION_TIME=" + RETENTION_MILLIS;
    }

    /** @return the copy's URL */
    private static String copyOf(Path site) throws IOException {
        Path copy = Path.of(site + "-copy");
        Files.copy(Path.of(site + ".mv.db"), Path.of(copy + ".mv.db"), StandardCopyOption.REPLACE_EXISTING);
        return url(copy);
    }

    private static void assertHas(String url, Map<Said, Long> acknowledged) {
        try (SiteStore store = SiteStore.open(url, "", "")) {
            acknowledged.forEach((thing, revision) -> {
                long stored = storedWhole(store, thing);
                // the next revision may have been written and not yet acknowledged
                assertThat(stored).as(thing.toString()).isBetween(revision, revision + 1);
            });
        }
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

    /** Kills the writer when it has said so many lines and the pause has gone by. */
    private static void writeUntilKilled(List<String> arguments, int enough, long pauseMillis, Map<Said, Long> said)
            throws IOException, InterruptedException {
        Process writer = start(arguments);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            Iterator<String> lines = out.lines().iterator();
            // among them are those of the log, from when the schema is made
            for (int noted = 0; noted < enough && lines.hasNext(); ) {
                noted += note(said, lines.next()) ? 1 : 0;
            }
            Thread.sleep(pauseMillis);
            // by its handle: the process itself would close the pipe, which still has what was acknowledged before the
            // kill
            assertThat(writer.toHandle().destroyForcibly()).isTrue();
            lines.forEachRemaining(line -> note(said, line));
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private static Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** @return false if the writer did not say that */
    private static boolean note(Map<Said, Long> said, String line) {
        String[] words = line.split(" ");
        boolean its =
                words.length == 3 && Set.of("migration", "token", "lightpath").contains(words[0]);
        if (its) {
            said.put(new Said(words[0], words[1]), Long.parseLong(words[2]));
        }
        return its;
    }
}
