package org.vmturntable.drac.lightpath;

/** What moves a lightpath from one {@link LightpathState} to the next. */
public enum LightpathSignal {
    TOKEN_REDEEMED,
    TOKEN_REFUSED,
    /** Its window ends later than before. */
    EXTEND,
    PROVISION,
    ELEMENTS_SWITCHED,
    SWITCHING_FAILED,
    RELEASE,
    WINDOW_ENDED,
    ELEMENTS_CLEAN,
    CLEANING_FAILED
}
