package org.vmturntable.testbed.element;

/** A SET that is refused as a whole. */
final class SetRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int variable;
    private final int errorStatus;

    /**
     * @param variable the one at fault, counted from 0
     * @param errorStatus of RFC 3416
     */
    SetRefusedException(int variable, int errorStatus) {
        super("variable " + variable + " refused with status " + errorStatus);
        this.variable = variable;
        this.errorStatus = errorStatus;
    }

    int variable() {
        return variable;
    }

    int errorStatus() {
        return errorStatus;
    }
}
