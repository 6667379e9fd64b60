package org.vmturntable.aaa.decision;

/**
 * What a policy says.
 *
 * @param reason a sentence that the asker may read
 */
public record Decision(boolean permitted, String reason) {
    public static Decision permit(String reason) {
        return new Decision(true, reason);
    }

    public static Decision deny(String reason) {
        return new Decision(false, reason);
    }
}
