package org.vmturntable.testbed.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What one turn of each measured.
 *
 * @param bare by {@code virsh migrate}
 * @param saga by the turntable, from the request to the last state
 * @param move the hypervisors' part of that
 * @param added what the turntable took beyond the plain tool
 */
record HopFigures(ThereAndBack bare, ThereAndBack saga, ThereAndBack move, ThereAndBack added) {
    static HopFigures of(ThereAndBack bare, SagaMove.Times saga) {
        return new HopFigures(bare, saga.total(), saga.move(), saga.total().minus(bare));
    }

    /** The median of each figure by itself. */
    static HopFigures medianOf(List<HopFigures> turns) {
        return new HopFigures(
                median(turns, HopFigures::bare),
                median(turns, HopFigures::saga),
                median(turns, HopFigures::move),
                median(turns, HopFigures::added));
    }

    /** For a report; milliseconds. */
    Map<String, Map<String, Long>> document() {
        return Map.of("bareMs", millis(bare), "sagaMs", millis(saga), "moveMs", millis(move), "addedMs", millis(added));
    }

    private static Map<String, Long> millis(ThereAndBack times) {
        return Map.of("there", times.there().toMillis(), "back", times.back().toMillis());
    }

    private static ThereAndBack median(List<HopFigures> turns, Function<HopFigures, ThereAndBack> figure) {
        List<ThereAndBack> times = turns.stream().map(figure).toList();
        return new ThereAndBack(oneWay(times, ThereAndBack::there), oneWay(times, ThereAndBack::back));
    }

    private static Duration oneWay(List<ThereAndBack> times, Function<ThereAndBack, Duration> way) {
        return Duration.ofMillis(Math.round(WanMeasurement.median(
                times.stream().map(way).mapToDouble(Duration::toMillis).toArray())));
    }
}
