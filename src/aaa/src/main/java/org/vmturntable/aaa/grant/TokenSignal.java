package org.vmturntable.aaa.grant;

/** What moves a token from one {@link TokenState} to the next. */
public enum TokenSignal {
    /** One use was taken, others are left. */
    USED,
    /** The last use was taken. */
    USED_UP,
    /** It lasts longer than before. */
    RENEW,
    REVOKE,
    WINDOW_ENDED
}
