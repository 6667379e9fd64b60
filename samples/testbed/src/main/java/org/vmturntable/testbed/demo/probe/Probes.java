package org.vmturntable.testbed.demo.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** All probes of one client, which run from the first move to the last. */
public final class Probes implements AutoCloseable {
    static final int ECHO_PORT = 7;
    static final int HEARTBEAT_PORT = 9999;

    /** Answers to what was sent before the end of a stretch may come that much later. */
    private static final Duration LATE = Duration.ofMillis(500);

    private final Clock clock;
    private final Pinger pinger;
    private final EchoSession echo;
    private final HeartbeatListener heartbeat;

    private Probes(Clock clock, Pinger pinger, EchoSession echo, HeartbeatListener heartbeat) {
        this.clock = clock;
        this.pinger = pinger;
        this.echo = echo;
        this.heartbeat = heartbeat;
    }

    /** @param guest the guest's address, as a number */
    public static Probes start(String guest, Clock clock) throws IOException {
        EchoSession echo = EchoSession.open(new InetSocketAddress(guest, ECHO_PORT), clock);
        HeartbeatListener heartbeat = HeartbeatListener.on(HEARTBEAT_PORT, clock);
        return new Probes(clock, Pinger.start(guest), echo, heartbeat);
    }

    /** The beginning of a stretch. */
    public record Mark(Instant at, long ping, long beat) {}

    public Mark mark() {
        return new Mark(
                clock.instant(), pinger.replies().mark(), heartbeat.beats().mark());
    }

    /** What was noticed since the mark; waits a moment for late answers. */
    public ClientView since(Mark begin) throws InterruptedException {
        Mark end = mark();
        Thread.sleep(LATE.toMillis());
        return new ClientView(
                pinger.replies().between(begin.ping(), end.ping()),
                heartbeat.beats().between(begin.beat(), end.beat()),
                pinger.replies().longestSilence(begin.at(), end.at()),
                echo.longestSilence(begin.at(), end.at()),
                heartbeat.beats().longestSilence(begin.at(), end.at()));
    }

    /** What the guest told of its work from then on, in the order in which it was heard. */
    public List<Work> workSince(Instant from) {
        return heartbeat.work().since(from);
    }

    public Echoes session() {
        return echo.standing();
    }

    /** Ends the TCP session in order, and tells if it was one and the same from first to last. */
    public Echoes finishSession() throws InterruptedException {
        return echo.finish();
    }

    /** Why pings may be missing, in ping's own words. */
    public String strayPings() {
        return pinger.strays();
    }

    @Override
    public void close() {
        pinger.close();
        echo.close();
        heartbeat.close();
    }
}
