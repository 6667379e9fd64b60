package org.vmturntable.testbed.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.process.Patience;
import org.vmturntable.testbed.topology.Ipv4Address;

/** How fast and how far a lab's network is, seen by programs that others wrote: {@code iperf3} and {@code ping}. */
final class WanMeasurement {
    private static final int IPERF_PORT = 5201;
    private static final double MEGA = 1e6;
    private static final Duration SERVER_START = Duration.ofSeconds(5);
    private static final Pattern SHORTEST_TIME = Pattern.compile("rtt min/avg/max/mdev = ([0-9.]+)/");

    private final WanLab lab;

    WanMeasurement(WanLab lab) {
        this.lab = lab;
        if (!Command.of("iperf3", "--version").attempt().succeeded()) {
            throw new HostException("iperf3 is missing: apt-get install iperf3");
        }
    }

    /**
     * What one TCP stream brings to the receiving program, Mbit/s, after its first two seconds.
     *
     * @param seconds that are counted
     */
    double streamMegabits(SiteId from, SiteId to, Ipv4Address address, int seconds) {
        lab.at(to, "iperf3", "--server", "--one-off", "--daemon").run();
        Patience.until(
                "iperf3", SERVER_START, () -> {}, () -> lab.namespaceOf(to).listensOn(IPERF_PORT));
        String json = lab.at(
                        from,
                        "iperf3",
                        "--client",
                        address.text(),
                        "--omit",
                        "2",
                        "--time",
                        Integer.toString(seconds),
                        "--json")
                .run();
        try {
            return new ObjectMapper()
                            .readTree(json)
                            .at("/end/sum_received/bits_per_second")
                            .asDouble()
                    / MEGA;
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    /**
     * Round-trip times in milliseconds, in ascending order. A lost ping has none; one more than asked for is sent first, to pay
     * for ARP. Each is a program of its own, because only its summary has fractions of long times.
     */
    double[] pings(SiteId from, Ipv4Address address, int count) {
        Command ping = lab.at(from, "ping", "-n", "-q", "-c", "1", "-W", "1", address.text());
        ping.attempt();
        return IntStream.range(0, count)
                .mapToObj(i -> SHORTEST_TIME.matcher(ping.attempt().output()))
                .filter(Matcher::find)
                .mapToDouble(time -> Double.parseDouble(time.group(1)))
                .sorted()
                .toArray();
    }

    /**
     * The middle value.
     *
     * @throws IllegalArgumentException if there is none
     */
    static double median(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
