package org.vmturntable.testbed.bench.downtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vmturntable.testbed.demo.probe.ClientView;
import org.vmturntable.testbed.demo.probe.Echoes;
import org.vmturntable.testbed.demo.probe.Probes;
import org.vmturntable.testbed.demo.probe.Work;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.process.Patience;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.topology.Topology;
import org.vmturntable.testbed.watch.Blackout;
import org.vmturntable.testbed.watch.HypervisorEvents;

/** Looks at one move from outside: from the client's place, at both hypervisors, at the wire and at the serial port. */
final class MoveMeasurement {
    /** How long the guest works undisturbed, for its former speed. */
    private static final Duration BEFORE = Duration.ofSeconds(2);

    private static final Duration EVENTS_COME = Duration.ofSeconds(5);
    private static final Duration LONGEST_BROWN_OUT = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final double NANOS_IN_MILLISECOND = 1e6;

    private final Topology topology;
    private final HypervisorEvents events;
    private final SerialConsoles consoles;
    private final Clock clock;

    MoveMeasurement(Topology topology, HypervisorEvents events, SerialConsoles consoles, Clock clock) {
        this.topology = topology;
        this.events = events;
        this.consoles = consoles;
        this.clock = clock;
    }

    /** @throws HostException if the guest does not move */
    MoveFigures of(Mover mover, Site from, Site to) throws Exception {
        try (Probes probes = Probes.start(topology.guest().address().text(), clock)) {
            Thread.sleep(BEFORE.toMillis());
            Instant begin = clock.instant();
            double former = BrownOut.pagesPerSecond(probes.workSince(begin.minus(BEFORE)));
            long sentBefore = sentBy(from);
            Probes.Mark mark = probes.mark();
            Mover.Moved moved = mover.move(from, to);
            Blackout blackout = blackout(from, to, begin);
            Duration brownOut = awaitBrownOut(probes, former, blackout.resumed(), to);
            long sent = sentBy(from) - sentBefore;
            ClientView client = probes.since(mark);
            Echoes session = probes.finishSession();
            return new MoveFigures(
                    millis(blackout.length()),
                    millis(consoles.longestSilence(begin, clock.instant()).length()),
                    millis(client.pingSilence().length()),
                    millis(client.gap().length()),
                    client.pings().sent(),
                    client.pings().lost(),
                    session.complete(),
                    millis(moved.total()),
                    millis(brownOut),
                    sent,
                    former,
                    moved.blackoutBound().stream()
                            .mapToDouble(MoveMeasurement::millis)
                            .findFirst());
        }
    }

    private Blackout blackout(Site from, Site to, Instant begin) {
        Patience.until(
                "The word of the QEMUs that the guest was stopped and runs on",
                EVENTS_COME,
                () -> List.of(from, to).forEach(site -> events.at(site).requireAlive()),
                () -> Blackout.of(events.at(from), events.at(to), begin).isPresent());
        return Blackout.of(events.at(from), events.at(to), begin).orElseThrow();
    }

    /** A guest that stays slow is watched for ten seconds, and that is what is told. */
    private Duration awaitBrownOut(Probes probes, double former, Instant resumed, Site to) throws InterruptedException {
        Duration oneWay =
                topology.internet().rtt(topology.edge().name(), to.name()).dividedBy(2);
        Instant giveUp = resumed.plus(LONGEST_BROWN_OUT);
        while (true) {
            List<Work> told = probes.workSince(resumed);
            Optional<Duration> length = BrownOut.length(told, former, resumed, oneWay);
            if (length.isPresent() || clock.instant().isAfter(giveUp)) {
                return length.orElse(LONGEST_BROWN_OUT);
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    private long sentBy(Site site) {
        String device = topology.optical().device();
        String shown = Command.of(
                        "ip", "-s", "-j", "-n", topology.namespaceOf(site.name()), "link", "show", "dev", device)
                .run();
        try {
            return new ObjectMapper().readTree(shown).at("/0/stats64/tx/bytes").asLong();
        } catch (JsonProcessingException unreadable) {
            throw new HostException("ip does not answer in JSON: " + shown, unreadable);
        }
    }

    private static double millis(Duration time) {
        return time.toNanos() / NANOS_IN_MILLISECOND;
    }
}
