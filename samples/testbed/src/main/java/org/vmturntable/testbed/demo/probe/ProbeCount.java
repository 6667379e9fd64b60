package org.vmturntable.testbed.demo.probe;

/**
 * What became of a stretch of numbered probes.
 *
 * @param sent all numbers of the stretch
 * @param lost those that never came back
 * @param duplicates copies beyond the first
 */
public record ProbeCount(long sent, long lost, long duplicates) {
    public static final ProbeCount NONE = new ProbeCount(0, 0, 0);

    public ProbeCount plus(ProbeCount other) {
        return new ProbeCount(sent + other.sent, lost + other.lost, duplicates + other.duplicates);
    }
}
