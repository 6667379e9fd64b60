package org.vmturntable.testbed.trial;

/** What is made to fail. */
enum TrialFault {
    CUT("cut"),
    /** Only what the source sends is lost. */
    CUT_THERE("cut-there"),
    /** Only what the destination sends is lost. */
    CUT_BACK("cut-back"),
    /** Mended when the migration has ended. */
    CUT_STAYS("cut-stays"),
    SOURCE_CONTAINER("source-container"),
    DESTINATION_CONTAINER("destination-container"),
    BROKER_CONTAINER("broker-container"),
    EDGE_CONTAINER("edge-container"),
    SOURCE_LIBVIRTD("source-libvirtd"),
    DESTINATION_LIBVIRTD("destination-libvirtd"),
    SOURCE_QEMU("source-qemu"),
    DESTINATION_QEMU("destination-qemu"),
    SOURCE_GATE("source-gate"),
    DESTINATION_GATE("destination-gate");

    private final String text;

    TrialFault(String text) {
        this.text = text;
    }

    /** True if a machine's own process is killed, and the guest may die with it. */
    boolean killsMachine() {
        return this == SOURCE_QEMU || this == DESTINATION_QEMU;
    }

    /** False where there is nothing that could fail. */
    boolean isPossibleAt(TrialStep step) {
        return switch (this) {
            case CUT_STAYS -> step.isCopying();
            // afterwards the source has ended it already
            case SOURCE_QEMU -> step.compareTo(TrialStep.RESUMED) <= 0;
            // before that there is none
            case DESTINATION_QEMU -> step.compareTo(TrialStep.FIRST_PASS) >= 0;
            default -> true;
        };
    }

    /** As reports and the command line have it. */
    @Override
    public String toString() {
        return text;
    }
}
