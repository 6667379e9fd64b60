package org.vmturntable.testbed.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a run measured.
 *
 * @param streamMbps one TCP stream over the lightpath, what the receiving program got
 * @param lightpathRttMs median over the lightpath when nothing else is on it
 * @param internetRttMs median over the routed internet
 * @param residentMb the emulator's memory after the stream, 2^20 bytes
 */
record WanFigures(double streamMbps, double lightpathRttMs, double internetRttMs, double residentMb) {
    /** The median of each figure by itself. */
    static WanFigures medianOf(List<WanFigures> runs) {
        return new WanFigures(
                median(runs, WanFigures::streamMbps),
                median(runs, WanFigures::lightpathRttMs),
                median(runs, WanFigures::internetRttMs),
                median(runs, WanFigures::residentMb));
    }

    private static double median(List<WanFigures> runs, ToDoubleFunction<WanFigures> figure) {
        return WanMeasurement.median(runs.stream().mapToDouble(figure).toArray());
    }
}
