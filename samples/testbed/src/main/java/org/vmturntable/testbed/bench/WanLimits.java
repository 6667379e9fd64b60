package org.vmturntable.testbed.bench;

import org.vmturntable.testbed.topology.Fibre;
import org.vmturntable.testbed.topology.Topology;

/**
 * What the figures are held against.
 *
 * @param wireMbps what one TCP stream can at most get of the fibres: their rate without Ethernet's, IP's and TCP's overhead
 * @param leastMbps less is a failure
 * @param lightpathRttMs set in the topology
 * @param internetRttMs set in the topology
 * @param largestRttErrorMs more, either way, is a failure
 * @param largestResidentMb more is a failure
 */
record WanLimits(
        double wireMbps,
        double leastMbps,
        double lightpathRttMs,
        double internetRttMs,
        double largestRttErrorMs,
        double largestResidentMb) {
    private static final double LEAST_SHARE_OF_RATE = 0.9;
    private static final double LARGEST_RTT_ERROR_MS = 1;
    private static final double LARGEST_RESIDENT_MB = 150;
    /** IPv4, and TCP with timestamps. */
    private static final double HEADERS_IN_PACKET = 20 + 32;
    /** Ethernet header, VLAN tag, checksum, preamble and gap. */
    private static final double ROUND_THE_PACKET = 14 + 4 + 4 + 8 + 12;

    private static final double MEGA = 1e6;

    /** Of a way over all the topology's fibres. */
    static WanLimits of(Topology topology, BenchPath path) {
        double rate = topology.optical().fibres().stream()
                        .mapToLong(fibre -> fibre.rate().bitsPerSecond())
                        .min()
                        .orElse(0)
                / MEGA;
        double mtu = topology.optical().mtu();
        long fibreRtt = topology.optical().fibres().stream()
                .map(Fibre::rtt)
                .mapToLong(java.time.Duration::toMillis)
                .sum();
        return new WanLimits(
                rate * (mtu - HEADERS_IN_PACKET) / (mtu + ROUND_THE_PACKET),
                rate * LEAST_SHARE_OF_RATE,
                fibreRtt,
                topology.internet().rtt(path.from().name(), path.to().name()).toMillis(),
                LARGEST_RTT_ERROR_MS,
                LARGEST_RESIDENT_MB);
    }

    boolean met(WanFigures figures) {
        return figures.streamMbps() >= leastMbps
                && Math.abs(figures.lightpathRttMs() - lightpathRttMs) <= largestRttErrorMs
                && Math.abs(figures.internetRttMs() - internetRttMs) <= largestRttErrorMs
                && figures.residentMb() <= largestResidentMb;
    }
}
