package org.vmturntable.testbed.trial;

import java.time.Duration;
import java.time.Instant;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.wan.NetworkNamespace;
import org.vmturntable.testbed.watch.HypervisorEvents;
import org.vmturntable.testbed.watch.QemuEvent;

/** Waits for the moments of one migration, each by what happens then and never by the clock. */
final class Moments implements AutoCloseable {
    private static final Duration COMES_WITHIN = Duration.ofMinutes(2);
    /** Of the disks: they have just begun. */
    private static final long SOME_BYTES = 2_000_000;
    /** Of the memory: the first pass is well on its way. */
    private static final long SOME_MEMORY = 20_000_000;

    private final SagaNews news;
    private final HypervisorEvents events;
    private final EdgeWatch edge;
    private final LightpathPort port;
    private final Site from;
    private final Site to;
    private final Instant begin;

    Moments(Testbed testbed, SagaNews news, HypervisorEvents events, Site from, Site to, Instant begin) {
        this.news = news;
        this.events = events;
        this.from = from;
        this.to = to;
        this.begin = begin;
        this.edge = EdgeWatch.begin(testbed);
        this.port = new LightpathPort(
                new NetworkNamespace(testbed.topology().namespaceOf(from.name())),
                testbed.topology().optical().device());
    }

    /** False if it does not come. */
    boolean await(TrialStep step) throws InterruptedException {
        return switch (step) {
            case DISKS -> news.await(MigrationState.COPYING, COMES_WITHIN) && awaitSome(SOME_BYTES);
            case FIRST_PASS -> events.at(from).await(QemuEvent.PASS, begin, COMES_WITHIN) && awaitSome(SOME_MEMORY);
            case BEFORE_SWITCH -> edge.awaitBothWays(COMES_WITHIN);
            case STOPPED -> events.at(from).await(QemuEvent.STOP, begin, COMES_WITHIN);
            case RESUMED -> events.at(to).await(QemuEvent.RESUME, begin, COMES_WITHIN);
            case ROOM_HELD, AUTHORISED, RESERVED, ARRIVAL_PREPARED, COPYING, SWITCHED_OVER, TUNNEL_MOVED, SETTLED ->
                news.await(step.state().orElseThrow(), COMES_WITHIN);
        };
    }

    private boolean awaitSome(long bytes) throws InterruptedException {
        return port.awaitSent(port.sent() + bytes, COMES_WITHIN);
    }

    @Override
    public void close() {
        edge.close();
        news.close();
    }
}
