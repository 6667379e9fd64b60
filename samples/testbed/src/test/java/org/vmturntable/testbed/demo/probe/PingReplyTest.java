package org.vmturntable.testbed.demo.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as iputils 20221126 (Debian 12) prints them. */
class PingReplyTest {
    @Test
    void readsAReply() {
        assertThat(PingReply.parse("[1795366925.824333] 64 bytes from 10.1.1.2: icmp_seq=17 ttl=62 time=99.8 ms"))
                .contains(new PingReply(Instant.ofEpochSecond(1795366925L, 824_333_000), 17, 99.8));
    }

    @Test
    void readsDuplicatesAndSlowRepliesToo() {
        assertThat(PingReply.parse("[1795366925.000001] 64 bytes from 10.1.1.2: icmp_seq=0 ttl=62 time=1203 ms (DUP!)"))
                .get()
                .extracting(PingReply::roundTripMillis, PingReply::sequence)
                .containsExactly(1203.0, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PING 10.1.1.2 (10.1.1.2) 56(84) bytes of data.",
                "",
                "[1795366925.824333] From 10.1.2.1 icmp_seq=4 Destination Host Unreachable",
                "--- 10.1.1.2 ping statistics ---",
                "238 packets transmitted, 238 received, 0% packet loss, time 1990ms",
                "rtt min/avg/max/mdev = 0.035/0.050/0.757/0.046 ms",
                "ping: sendmsg: Network is unreachable"
            })
    void takesNothingElseForAReply(String line) {
        assertThat(PingReply.parse(line)).isEmpty();
    }

    @Property
    void findsTheFullNumberBehindItsLast16Bits(
            @ForAll @LongRange(min = 1, max = 300_000) long highest,
            @ForAll @IntRange(min = -2000, max = 2000) int near) {
        long number = Math.max(1, highest + near);
        PingReply reply = new PingReply(Instant.EPOCH, (int) (number & 0xffff), 1);
        assertThat(reply.numberNear(highest)).isEqualTo(number);
    }
}
