package org.vmturntable.drac.lightpath;

/**
 * A wish for a lightpath, with the right to it.
 *
 * @param token the authority's token in its text form; DRAC does not read it, its {@link TokenCheck} does
 */
public record LightpathRequest(LightpathTerms terms, Presenter presenter, String token) {
    /** Leaves the token out: it belongs in no log. */
    @Override
    public String toString() {
        return "LightpathRequest[" + terms + ", " + presenter + "]";
    }
}
