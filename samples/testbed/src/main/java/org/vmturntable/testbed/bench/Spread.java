package org.vmturntable.testbed.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How measured values lie.
 *
 * @param p99 the smallest value that 99 of 100 do not exceed: of fewer than a hundred values, the largest
 */
public record Spread(double min, double median, double p99) {
    private static final double MOST = 0.99;
    private static final double TENTHS = 10;

    /** @throws IllegalArgumentException if there is no value */
    public static Spread of(double... values) {
        double median = WanMeasurement.median(values);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(sorted[0], median, sorted[(int) Math.ceil(MOST * sorted.length) - 1]);
    }

    /** For a report, to a tenth. */
    public Map<String, Number> document() {
        Map<String, Number> document = new LinkedHashMap<>();
        document.put("min", tenths(min));
        document.put("median", tenths(median));
        document.put("p99", tenths(p99));
        return document;
    }

    /** To a tenth; without a fraction if there is none. */
    public static Number tenths(double value) {
        double rounded = Math.round(value * TENTHS) / TENTHS;
        // two statements: a conditional expression would turn the whole number into a double
        if (rounded == Math.rint(rounded)) {
            return (long) rounded;
        }
        return rounded;
    }
}
