package org.vmturntable.traffic.plan;

import java.time.Duration;
import java.util.List;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.traffic.guest.DirtySample;

/**
 * How much of its memory a guest writes within a time, each page counted once: {@code U(t) = H (1 - exp(-r1 t / H)) + r2 t}. A hot
 * set of {@code H} bytes, written at random at {@code r1}, saturates; beside it the guest goes through the rest of its memory at
 * {@code r2}. One rate alone would take the hot set for endless, or for nothing. Never falls, grows ever slower, and is zero at
 * zero; whoever uses it bounds it by the guest's memory.
 *
 * @param hotBytes H, 0 or more
 * @param hotSeconds H / r1, in which most of the hot set is written; above 0
 * @param steadyRate r2, bytes per second, 0 or more
 * @see "C. Clark et al., Live Migration of Virtual Machines, NSDI 2005, 4.2: the writable working set"
 * @see "S. Nathan et al., Towards a Comprehensive Performance Model of Virtual Machine Live Migration, SoCC 2015: models that do not
 *     count unique pages err badly"
 */
public record DirtyCurve(double hotBytes, double hotSeconds, double steadyRate) {
    private static final int TRIES = 64;
    /** The hot set may be written so much faster than the shortest look at it. */
    private static final double FASTER_THAN_LOOKED = 20;

    /** What fits the samples as well, but for errors of arithmetic. */
    private static final double AS_WELL = 1e-9;

    public DirtyCurve {
        if (!(hotBytes >= 0 && hotSeconds > 0 && steadyRate >= 0)) {
            throw new IllegalArgumentException(
                    "No curve: " + hotBytes + " B in " + hotSeconds + " s, " + steadyRate + " B/s");
        }
    }

    /**
     * The curve that comes nearest to the samples, by the squares of the relative errors. Of several that come as near, the one
     * whose hot set is written fastest: what looks cannot tell apart is taken for the worse. One sample gives a straight line.
     *
     * @param samples one or more, in any order; best of different times
     */
    public static DirtyCurve fit(List<DirtySample> samples) {
        double shortest = samples.stream()
                .mapToDouble(sample -> seconds(sample.within()))
                .min()
                .orElseThrow(() -> new IllegalArgumentException("A curve needs a sample"));
        double longest = samples.stream()
                .mapToDouble(sample -> seconds(sample.within()))
                .max()
                .orElse(shortest);
        double step = Math.pow(FASTER_THAN_LOOKED * longest / shortest, 1.0 / TRIES);
        double hotSeconds = shortest / FASTER_THAN_LOOKED;
        Trial best = samples.size() == 1 ? Trial.straight(samples, hotSeconds) : Trial.of(samples, hotSeconds);
        for (int i = 1; i <= TRIES && samples.size() > 1; i++) {
            hotSeconds *= step;
            Trial next = Trial.of(samples, hotSeconds);
            best = next.error < best.error - AS_WELL ? next : best;
        }
        return best.curve;
    }

    /** Rounded up. */
    public Bytes within(Duration time) {
        return new Bytes((long) Math.ceil(within(seconds(time))));
    }

    double within(double seconds) {
        return hotBytes * -Math.expm1(-seconds / hotSeconds) + steadyRate * seconds;
    }

    static double seconds(Duration time) {
        return time.getSeconds() + time.getNano() / 1e9;
    }

    /** For a given time of the hot set the rest is linear: least squares with neither part below zero. */
    private record Trial(DirtyCurve curve, double error) {
        static Trial of(List<DirtySample> samples, double hotSeconds) {
            double hh = 0;
            double ht = 0;
            double tt = 0;
            double h = 0;
            double t = 0;
            for (DirtySample sample : samples) {
                double size = Math.max(1, sample.distinct().value());
                double hot = -Math.expm1(-seconds(sample.within()) / hotSeconds) / size;
                double steady = seconds(sample.within()) / size;
                double seen = sample.distinct().value() / size;
                hh += hot * hot;
                ht += hot * steady;
                tt += steady * steady;
                h += hot * seen;
                t += steady * seen;
            }
            double determinant = hh * tt - ht * ht;
            double hotBytes = (h * tt - t * ht) / determinant;
            double steadyRate = (t * hh - h * ht) / determinant;
            if (!(hotBytes >= 0)) {
                return trial(samples, 0, hotSeconds, t / tt);
            }
            return steadyRate >= 0
                    ? trial(samples, hotBytes, hotSeconds, steadyRate)
                    : trial(samples, h / hh, hotSeconds, 0);
        }

        static Trial straight(List<DirtySample> samples, double hotSeconds) {
            DirtySample only = samples.get(0);
            return trial(samples, 0, hotSeconds, only.distinct().value() / seconds(only.within()));
        }

        private static Trial trial(List<DirtySample> samples, double hotBytes, double hotSeconds, double steadyRate) {
            DirtyCurve curve = new DirtyCurve(hotBytes, hotSeconds, steadyRate);
            double error = samples.stream()
                    .mapToDouble(sample -> {
                        double size = Math.max(1, sample.distinct().value());
                        return (curve.within(seconds(sample.within()))
                                        - sample.distinct().value())
                                / size;
                    })
                    .map(relative -> relative * relative)
                    .sum();
            return new Trial(curve, error);
        }
    }
}
