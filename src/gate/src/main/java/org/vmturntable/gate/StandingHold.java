package org.vmturntable.gate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;

/**
 * A source's hold, and its way into the streams. Immutable.
 *
 * @param word {@code HOLD} or {@code HOLD_STATE}; empty once it is released
 * @param placed done when the word stands in all streams that there were
 */
record StandingHold(long number, Optional<FrameType> word, CompletableFuture<Void> placed) {
    /** For a word to get into a stream, behind what is being sent there. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** @param number the first hold's is the next */
    static StandingHold none(long number) {
        return new StandingHold(number, Optional.empty(), CompletableFuture.allOf());
    }

    boolean isStanding() {
        return word.isPresent();
    }

    /** True if it stands and keeps back all that the other would. */
    boolean isAtLeast(FrameType other) {
        return word.filter(said -> said == FrameType.HOLD || said == other).isPresent();
    }

    /** Says it in the memory streams among these. A path that takes nothing keeps only the word's own thread waiting. */
    StandingHold next(FrameType what, List<OutboundStream> streams) {
        long next = number + 1;
        CompletableFuture<?>[] words = streams.stream()
                .filter(stream -> stream.kind() == StreamKind.MEMORY)
                .map(stream ->
                        CompletableFuture.runAsync(() -> stream.say(what, next), word -> Threads.begin("hold", word)))
                .toArray(CompletableFuture<?>[]::new);
        return new StandingHold(next, Optional.of(what), CompletableFuture.allOf(words));
    }

    StandingHold released() {
        return new StandingHold(number, Optional.empty(), placed);
    }

    /** @throws GridException {@code GATE_FAILED} if the word does not stand in the streams in time */
    void await(MigrationId move) {
        try {
            placed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new GridException(FailureCode.GATE_FAILED, "The streams of move " + move + " take no hold now", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GridException(FailureCode.GATE_FAILED, "Interrupted in holding move " + move, e);
        }
    }
}
