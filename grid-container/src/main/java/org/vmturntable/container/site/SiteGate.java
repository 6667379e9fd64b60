package org.vmturntable.container.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.gate.Expected;
import org.vmturntable.gate.GateControl;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;
import org.vmturntable.traffic.guest.GatePass;
import org.vmturntable.traffic.hosting.ArrivalGate;

/** The gate beside this container, as arrivals need it. */
public final class SiteGate implements ArrivalGate {
    private static final Logger LOG = LoggerFactory.getLogger(SiteGate.class);
    /** A guest whose room's lease ends on its last pages is still let in. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final GateControl gate;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    public SiteGate(GateControl gate, Clock clock) {
        this.gate = gate;
        this.clock = clock;
    }

    @Override
    public Optional<GatePass> expect(MigrationId migration, Instant until) {
        Duration lease = Duration.between(clock.instant(), until).plus(GRACE);
        Optional<JsonNode> noDisks = Optional.empty();
        Expected expected = gate.expect(migration, Ticket.random(random), lease, noDisks);
        return Optional.of(new GatePass(migration, expected.memoryPort(), expected.streamPort(), expected.ticket()));
    }

    @Override
    public void end(MigrationId migration) {
        try {
            gate.end(migration);
        } catch (GridException e) {
            LOG.warn("The gate keeps {} until its lease ends: {}", migration, e.getMessage());
        }
    }
}
