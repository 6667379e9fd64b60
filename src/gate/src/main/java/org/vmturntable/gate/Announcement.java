package org.vmturntable.gate;

import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.gate.AnnouncedMoves.Announced;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** One move's announcement as it changes: written down first, and no more once it is forgotten. */
final class Announcement {
    private static final Logger log = LoggerFactory.getLogger(Announcement.class);

    private final AnnouncedMoves moves;
    private Announced now;
    private boolean forgotten;

    Announcement(AnnouncedMoves moves, Announced first) {
        this.moves = moves;
        this.now = first;
    }

    synchronized Announced now() {
        return now;
    }

    /** @throws GridException {@code GATE_FAILED} if it cannot be written; nothing has changed then */
    synchronized void extend(Instant later) {
        try {
            save(now.until(later));
        } catch (IOException e) {
            throw new GridException(
                    FailureCode.GATE_FAILED, "The gate cannot write down that " + now.move() + " is expected", e);
        }
    }

    /** If this cannot be written the guest goes on all the same; a gate that is started anew holds it back. */
    synchronized void letGo() {
        try {
            save(now.lettingGo());
        } catch (IOException e) {
            log.error("It cannot be written down that nothing of {} is held any more", now.move(), e);
        }
    }

    private void save(Announced next) throws IOException {
        if (!forgotten) {
            moves.save(next);
        }
        now = next;
    }

    /** The move has ended. */
    synchronized void forget() {
        forgotten = true;
        try {
            moves.forget(now.move());
        } catch (IOException e) {
            log.warn("What was written down of {} stays until its lease ends", now.move(), e);
        }
    }
}
