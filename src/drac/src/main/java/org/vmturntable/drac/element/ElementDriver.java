package org.vmturntable.drac.element;

import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * Drives one network element. Every call is idempotent, may be made from any thread, and blocks for some round trips at most;
 * calls for the same element are done one after the other.
 *
 * <p>All methods fail with {@link FailureCode#ELEMENT_UNREACHABLE} if the element does not answer (what it did is then unknown)
 * and with {@link FailureCode#ELEMENT_REFUSED} if it answers that it will not, or if another owner is in the way.
 */
public interface ElementDriver {
    /** The name that the topology has for it. */
    String element();

    /**
     * Joins the two ports, and returns only when the element itself was read and says so.
     *
     * @throws GridException {@link FailureCode#ELEMENT_REFUSED} also if the label is another's; nothing was changed then
     */
    void connect(CrossConnect wanted);

    /** What the element says now. */
    Reading read(CrossConnect asked);

    /**
     * Takes back {@link #connect}, also if it was done by half, and returns only when the element itself was read and says that
     * nothing is left. Does nothing if nothing is there, and leaves what is another's as it is.
     */
    void disconnect(CrossConnect unwanted);

    /** How a cross-connect stands on the element. */
    enum Reading {
        /** Exactly as asked. */
        CONNECTED,
        /** No trace of it. */
        ABSENT,
        /** Ours, but not as asked. */
        DIFFERENT,
        /** Its label serves another owner. */
        FOREIGN
    }
}
