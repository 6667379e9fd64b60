package org.vmturntable.aaa.grant;

import org.vmturntable.kernel.TransitionTable;

/** Where a granted token is in its life. */
public enum TokenState {
    /** Has uses left. */
    GRANTED,
    /** All uses are taken. */
    SPENT,
    /** Worthless by decision. */
    REVOKED,
    /** Worthless by time. */
    EXPIRED;

    /** What may happen to it. */
    public static final TransitionTable<TokenState, TokenSignal> MOVES = TransitionTable.<TokenState, TokenSignal>from(
                    GRANTED)
            .move(GRANTED, TokenSignal.USED, GRANTED)
            .move(GRANTED, TokenSignal.USED_UP, SPENT)
            .move(GRANTED, TokenSignal.RENEW, GRANTED)
            .move(GRANTED, TokenSignal.REVOKE, REVOKED)
            .move(GRANTED, TokenSignal.WINDOW_ENDED, EXPIRED)
            .move(SPENT, TokenSignal.RENEW, SPENT)
            .move(SPENT, TokenSignal.REVOKE, REVOKED)
            .move(SPENT, TokenSignal.WINDOW_ENDED, EXPIRED)
            .ends(REVOKED, EXPIRED);
}
