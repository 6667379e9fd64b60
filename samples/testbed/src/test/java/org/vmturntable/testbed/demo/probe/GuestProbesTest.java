package org.vmturntable.testbed.demo.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GuestProbesTest {
    private static final String WELL = "{\"intact\":true,\"pages\":16384,\"badPages\":0,\"firstBadPage\":-1,"
            + "\"tableAgrees\":true,\"rewrites\":812,\"kernelHealthy\":true,\"tainted\":0,\"complaints\":0,"
            + "\"complaint\":\"\",\"uptimeMicros\":61000000}";

    @Test
    void believesAHealthyGuest() throws Exception {
        GuestHealth health = GuestHealth.parse(WELL);
        assertThat(health.faithful()).isTrue();
        assertThat(health.sentence()).contains("16384 pages");
    }

    @Test
    void aGuestWithAWrongPageOrAComplainingKernelIsNotFaithful() throws Exception {
        GuestHealth torn = GuestHealth.parse(
                WELL.replace("\"intact\":true", "\"intact\":false").replace("\"badPages\":0", "\"badPages\":3"));
        assertThat(torn.faithful()).isFalse();
        assertThat(torn.sentence()).isEqualTo("3 of 16384 pages are wrong");
        GuestHealth ill = GuestHealth.parse(WELL.replace("\"kernelHealthy\":true", "\"kernelHealthy\":false")
                .replace("\"complaint\":\"\"", "\"complaint\":\"BUG: soft lockup\""));
        assertThat(ill.faithful()).isFalse();
        assertThat(ill.sentence()).contains("BUG: soft lockup");
    }

    @Test
    void aDiskIsFaithfulOnlyIfEveryBlockCouldBeReadAndIsRight() throws Exception {
        String well = "{\"intact\":true,\"blocks\":65536,\"written\":12,\"writes\":20,\"bad\":0,\"firstBad\":-1,"
                + "\"readErrors\":0,\"writeErrors\":0}";
        assertThat(DiskHealth.parse(well).faithful()).isTrue();
        String unread = well.replace("\"readErrors\":0", "\"readErrors\":1");
        assertThat(DiskHealth.parse(unread.replace("true", "false")).sentence()).contains("1 reads");
        assertThatThrownBy(() -> DiskHealth.parse(unread)).hasMessageContaining("contradicts itself");
        assertThatThrownBy(() -> DiskHealth.parse("{\"error\":\"this guest has no disk\"}"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void doesNotGuessWhatAnotherAnswerMeans() {
        assertThatThrownBy(() -> GuestHealth.parse("{\"error\":\"the orders are: check, load, ticks\"}"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> GuestHealth.parse("{\"intact\":tr")).isInstanceOf(IOException.class);
    }

    @Test
    void countsHeartbeatsAndIgnoresWhatIsNone() throws Exception {
        Instant begin = Instant.now();
        try (HeartbeatListener listener = HeartbeatListener.on(0, Clock.systemUTC());
                DatagramSocket guest = new DatagramSocket()) {
            for (String beat :
                    new String[] {"1 20000 5\n", "2 40000 10\n", "2 40000 10\n", "hello", "-5 1 1", "4 80000 20\n"}) {
                byte[] bytes = beat.getBytes(US_ASCII);
                guest.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), listener.port()));
            }
            long patience = System.nanoTime() + 5_000_000_000L;
            while (listener.beats().mark() < 4 && System.nanoTime() < patience) {
                Thread.sleep(5);
            }
            assertThat(listener.beats().between(0, listener.beats().mark())).isEqualTo(new ProbeCount(4, 1, 1));
            assertThat(listener.work().since(begin)).extracting(Work::pages).containsExactly(5L, 10L, 10L, 20L);
            assertThat(listener.beats().longestSilence(begin, Instant.now()).length())
                    .isPositive();
        }
    }
}
