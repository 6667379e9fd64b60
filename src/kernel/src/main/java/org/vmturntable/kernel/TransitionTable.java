package org.vmturntable.kernel;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The moves that a state machine may make, as a constant. A move that is not in the table is refused; a test can ask for every
 * move and so find one that is never taken.
 *
 * @param <S> states
 * @param <E> signals
 */
public final class TransitionTable<S extends Enum<S>, E extends Enum<E>> {
    private final S start;
    private final Map<S, Map<E, S>> moves;
    private final Set<S> ends;

    private TransitionTable(S start, Map<S, Map<E, S>> moves, Set<S> ends) {
        this.start = start;
        this.moves = moves;
        this.ends = ends;
    }

    public static <S extends Enum<S>, E extends Enum<E>> Draft<S, E> from(S start) {
        return new Draft<>(start);
    }

    public S start() {
        return start;
    }

    /** The state that follows, or empty if the table has no such move. */
    public Optional<S> next(S state, E signal) {
        return Optional.ofNullable(moves.getOrDefault(state, Map.of()).get(signal));
    }

    /**
     * The state that follows.
     *
     * @throws GridException {@link FailureCode#STATE_FORBIDS} if the table has no such move
     */
    public S move(S state, E signal) {
        return next(state, signal)
                .orElseThrow(() -> new GridException(
                        FailureCode.STATE_FORBIDS,
                        "Not possible in state " + state + ": " + signal,
                        Map.of("state", state.name(), "signal", signal.name())));
    }

    public boolean isEnd(S state) {
        return ends.contains(state);
    }

    /** Every move, in the order in which it was written down: state to (signal to next state). */
    public Map<S, Map<E, S>> moves() {
        return moves;
    }

    /** A table that is being written. */
    public static final class Draft<S extends Enum<S>, E extends Enum<E>> {
        private final S start;
        private final Map<S, Map<E, S>> moves = new LinkedHashMap<>();

        private Draft(S start) {
            this.start = start;
        }

        public Draft<S, E> move(S from, E signal, S to) {
            Map<E, S> row = moves.computeIfAbsent(from, ignored -> new EnumMap<>(signal.getDeclaringClass()));
            if (row.putIfAbsent(signal, to) != null) {
                throw new IllegalStateException("Two moves from " + from + " on " + signal);
            }
            return this;
        }

        /**
         * Closes the table.
         *
         * @throws IllegalStateException if an end has a way out, or a state that is no end has none
         */
        @SafeVarargs
        public final TransitionTable<S, E> ends(S... states) {
            Set<S> ends = EnumSet.noneOf(start.getDeclaringClass());
            for (S state : states) {
                ends.add(state);
            }
            for (S state : Objects.requireNonNull(start.getDeclaringClass().getEnumConstants())) {
                if (ends.contains(state) == moves.containsKey(state)) {
                    throw new IllegalStateException(
                            state + (ends.contains(state) ? " is an end with a way out" : " has no way out"));
                }
            }
            return new TransitionTable<>(start, Collections.unmodifiableMap(moves), Set.copyOf(ends));
        }
    }
}
