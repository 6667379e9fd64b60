package org.vmturntable.testbed.demo.probe;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply as iputils' {@code ping -D -n} prints it: {@code [1795366925.824333] 64 bytes from 10.1.1.2: icmp_seq=1 ttl=64 time=99.8 ms}.
 *
 * @param sequence 16 bits on the wire, so it starts again from 0 after 65535
 * @param roundTripMillis as ping measured it
 */
record PingReply(Instant at, int sequence, double roundTripMillis) {
    private static final Pattern LINE =
            Pattern.compile("\\[(\\d+)\\.(\\d{6})\\] \\d+ bytes from .*: icmp_seq=(\\d+) ttl=\\d+ time=([\\d.]+) ms.*");

    /** Empty for every other line: the heading, errors, the summary. */
    static Optional<PingReply> parse(String line) {
        Matcher reply = LINE.matcher(line);
        if (!reply.matches()) {
            return Optional.empty();
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(reply.group(1)), Long.parseLong(reply.group(2)) * 1_000);
        return Optional.of(new PingReply(at, Integer.parseInt(reply.group(3)), Double.parseDouble(reply.group(4))));
    }

    /** The full number, given the highest one so far: the nearest that has these 16 bits. */
    long numberNear(long highest) {
        long number = (highest & ~0xffffL) | sequence;
        if (number < highest - 0x8000L) {
            return number + 0x10000L;
        }
        return number > highest + 0x8000L && number >= 0x10000L ? number - 0x10000L : number;
    }
}
