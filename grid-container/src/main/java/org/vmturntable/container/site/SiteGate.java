package org.vmturntable.container.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.gate.Expected;
import org.vmturntable.gate.GateControl;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;
import org.vmturntable.libvirt.image.ImageFolder;
import org.vmturntable.traffic.guest.GatePass;
import org.vmturntable.traffic.hosting.ArrivalGate;
import org.vmturntable.traffic.hosting.RoomHold;

/** The gate beside this container, as arrivals need it. */
public final class SiteGate implements ArrivalGate {
    private static final Logger LOG = LoggerFactory.getLogger(SiteGate.class);
    /** A guest whose room's lease ends on its last pages is still let in. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final GateControl gate;
    private final Optional<ImageFolder> images;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    /** @param images where the disks of guests go */
    public SiteGate(GateControl gate, Optional<ImageFolder> images, Clock clock) {
        this.gate = gate;
        this.images = images;
        this.clock = clock;
    }

    @Override
    public Optional<GatePass> expect(RoomHold hold) {
        Duration lease = Duration.between(clock.instant(), hold.until()).plus(GRACE);
        Expected expected = gate.expect(hold.migration(), Ticket.random(random), lease, disks(hold));
        return Optional.of(
                new GatePass(hold.migration(), expected.memoryPort(), expected.streamPort(), expected.ticket()));
    }

    private Optional<JsonNode> disks(RoomHold hold) {
        return images.filter(folder -> !hold.disks().isEmpty())
                .flatMap(folder -> hold.vm()
                        .map(vm -> ArrivingDisks.announcement(hold.disks().stream()
                                .map(disk -> folder.arriving(vm, disk))
                                .toList())));
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
