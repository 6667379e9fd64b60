package org.vmturntable.traffic.guest;

/**
 * What a mover may do to a guest that writes about as fast as the path carries.
 *
 * @param deltas of a page that was sent before, only what has changed is sent (XBZRLE): helps where a guest writes a little on many
 *     pages, and costs the source memory and time where it does not
 * @param mostThrottled how much of their time its processors may be kept from running, per cent, 0 to 99; 0 for not at all
 */
public record Convergence(boolean deltas, int mostThrottled) {
    /** Of a guest that was not measured. */
    public static final Convergence UNPLANNED = new Convergence(false, 80);

    public Convergence {
        if (mostThrottled < 0 || mostThrottled > 99) {
            throw new IllegalArgumentException("No share of a processor's time: " + mostThrottled + " %");
        }
    }
}
