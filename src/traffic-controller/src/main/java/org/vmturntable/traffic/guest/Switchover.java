package org.vmturntable.traffic.guest;

/**
 * How a guest's processors went over to the destination.
 *
 * @param reason why in this way, for people: one sentence without a full stop
 */
public record Switchover(Way way, String reason) {
    public static final Switchover UNOBSERVED = new Switchover(Way.UNOBSERVED, "its end was not observed");

    /** Which site waited for what. */
    public enum Way {
        /** The guest ran on at once, and what memory it lacked came after it: half a round trip. */
        POST_COPY,
        /** All memory was there before the guest ran on, and the source had heard of it: one and a half round trips. */
        PRE_COPY,
        UNOBSERVED
    }
}
