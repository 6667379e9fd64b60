package org.vmturntable.testbed.bench.downtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.vmturntable.testbed.bench.Spread;

/**
 * What one tool made of one kind of guest.
 *
 * @param moves at least one
 */
record CaseFigures(GuestKind guest, Tool tool, PathLimit limit, List<MoveFigures> moves) {
    CaseFigures {
        moves = List.copyOf(moves);
    }

    Spread spread(ToDoubleFunction<MoveFigures> figure) {
        return Spread.of(moves.stream().mapToDouble(figure).toArray());
    }

    double median(ToDoubleFunction<MoveFigures> figure) {
        return spread(figure).median();
    }

    long pingsSent() {
        return moves.stream().mapToLong(MoveFigures::pingsSent).sum();
    }

    long pingsLost() {
        return moves.stream().mapToLong(MoveFigures::pingsLost).sum();
    }

    /** True if no move cost the client its TCP session or a line in it. */
    boolean sessionsLive() {
        return moves.stream().allMatch(MoveFigures::sessionLives);
    }

    /** The longest blackout that was promised; empty unless each move was promised one. */
    OptionalDouble bound() {
        return moves.stream().allMatch(move -> move.bound().isPresent())
                ? moves.stream().flatMapToDouble(move -> move.bound().stream()).max()
                : OptionalDouble.empty();
    }

    boolean breaksABound() {
        return moves.stream().anyMatch(MoveFigures::breaksItsBound);
    }

    /** An entry of the report's file; bounds are null for a tool that promises none. */
    Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("guest", guest.toString());
        document.put("tool", tool.toString());
        document.put("rttMs", Spread.tenths(limit.rttMillis()));
        document.put("runs", moves.size());
        document.put("blackoutMs", spread(MoveFigures::blackout).document());
        document.put("clientGapMs", spread(MoveFigures::clientGap).document());
        document.put("clientLost", pingsLost());
        document.put("totalMs", spread(MoveFigures::total).document());
        document.put("brownOutMs", spread(MoveFigures::brownOut).document());
        document.put("bytesMoved", Math.round(median(MoveFigures::bytesMoved)));
        document.put("limitMs", Spread.tenths(limit.blackoutMillis()));
        OptionalDouble bound = bound();
        document.put("predictedBoundMs", bound.isPresent() ? Spread.tenths(bound.getAsDouble()) : null);
        document.put("boundBroken", bound.isPresent() ? breaksABound() : null);
        return document;
    }
}
