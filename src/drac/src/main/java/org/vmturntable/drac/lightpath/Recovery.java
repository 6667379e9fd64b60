package org.vmturntable.drac.lightpath;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.LightpathId;

/** Brings one lightpath and its elements in line after a restart. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final LightpathBook book;
    private final Switching switching;
    private final Cleaning cleaning;

    Recovery(LightpathBook book, Switching switching, Cleaning cleaning) {
        this.book = book;
        this.switching = switching;
        this.cleaning = cleaning;
    }

    /** What was begun is undone; what was done is verified and, if an element forgot it, done again. */
    Lightpath settle(LightpathId id) {
        Lightpath lightpath = book.get(id);
        return switch (lightpath.state()) {
            case REQUESTED -> book.move(id, LightpathSignal.TOKEN_REFUSED, "Interrupted before its token was used");
            case PROVISIONING -> {
                book.move(id, LightpathSignal.SWITCHING_FAILED, "Interrupted while elements were switched");
                yield cleaning.clean(id);
            }
            case UNDOING, RELEASING, STRANDED -> cleaning.clean(id);
            case PROVISIONED -> reconnect(lightpath);
            case RESERVED, RELEASED, EXPIRED, FAILED -> lightpath;
        };
    }

    private Lightpath reconnect(Lightpath lightpath) {
        try {
            switching.connect(lightpath);
        } catch (GridException failed) {
            // Its holder may still be using what works of it, and releases it; cutting it would be worse.
            LOG.warn("Could not verify lightpath {} after the restart: {}", lightpath.id(), failed.getMessage());
        }
        return lightpath;
    }
}
