package org.vmturntable.drac.lightpath;

import org.vmturntable.kernel.TransitionTable;

/** Where a lightpath is in its life. */
public enum LightpathState {
    /** On the ledger, but its token is not yet used up. */
    REQUESTED,
    /** On the ledger; no element knows of it. */
    RESERVED,
    /** Elements are being switched. */
    PROVISIONING,
    /** It carries light, verified on every element. */
    PROVISIONED,
    /** Switching failed; what was switched is being undone. */
    UNDOING,
    /** Elements are being cleaned. */
    RELEASING,
    /** Still holds label and bandwidth: some element could not be cleaned. Tried again until it is. */
    STRANDED,
    /** Holds nothing. */
    RELEASED,
    /** Its window ended before it was used. Holds nothing. */
    EXPIRED,
    /** Its token was refused. Holds nothing. */
    FAILED;

    /** What may happen to it. */
    public static final TransitionTable<LightpathState, LightpathSignal> MOVES =
            TransitionTable.<LightpathState, LightpathSignal>from(REQUESTED)
                    .move(REQUESTED, LightpathSignal.TOKEN_REDEEMED, RESERVED)
                    .move(REQUESTED, LightpathSignal.TOKEN_REFUSED, FAILED)
                    .move(RESERVED, LightpathSignal.EXTEND, RESERVED)
                    .move(RESERVED, LightpathSignal.PROVISION, PROVISIONING)
                    .move(RESERVED, LightpathSignal.RELEASE, RELEASED)
                    .move(RESERVED, LightpathSignal.WINDOW_ENDED, EXPIRED)
                    .move(PROVISIONING, LightpathSignal.ELEMENTS_SWITCHED, PROVISIONED)
                    .move(PROVISIONING, LightpathSignal.SWITCHING_FAILED, UNDOING)
                    .move(PROVISIONING, LightpathSignal.RELEASE, RELEASING)
                    .move(PROVISIONING, LightpathSignal.WINDOW_ENDED, RELEASING)
                    .move(PROVISIONED, LightpathSignal.EXTEND, PROVISIONED)
                    .move(PROVISIONED, LightpathSignal.RELEASE, RELEASING)
                    .move(PROVISIONED, LightpathSignal.WINDOW_ENDED, RELEASING)
                    .move(UNDOING, LightpathSignal.ELEMENTS_CLEAN, RESERVED)
                    .move(UNDOING, LightpathSignal.CLEANING_FAILED, STRANDED)
                    .move(UNDOING, LightpathSignal.RELEASE, RELEASING)
                    .move(UNDOING, LightpathSignal.WINDOW_ENDED, RELEASING)
                    .move(RELEASING, LightpathSignal.ELEMENTS_CLEAN, RELEASED)
                    .move(RELEASING, LightpathSignal.CLEANING_FAILED, STRANDED)
                    .move(STRANDED, LightpathSignal.ELEMENTS_CLEAN, RELEASED)
                    .ends(RELEASED, EXPIRED, FAILED);

    /** True while it holds bandwidth, ports and a label. */
    public boolean holds() {
        return !MOVES.isEnd(this);
    }
}
