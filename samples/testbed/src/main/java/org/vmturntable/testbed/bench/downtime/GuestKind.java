package org.vmturntable.testbed.bench.downtime;

import java.util.List;

/** What the guest does while it moves. A further kind is a further constant, with orders for the guest's own service. */
enum GuestKind {
    /** Rewrites a megabyte a second all over its memory, as always. */
    IDLE("idle"),
    /** Besides, 60 MB again and again, 100 MB a second. */
    WRITER("writer");

    /** What ends every kind's work. */
    static final List<String> REST = List.of("load 0 0");

    private static final long MEGABYTE = 1_000_000;
    private static final long PAGE_BYTES = 4096;

    private final String text;

    GuestKind(String text) {
        this.text = text;
    }

    /** What makes the guest one of this kind, from {@link #REST}. */
    List<String> orders() {
        return switch (this) {
            case IDLE -> List.of();
            case WRITER -> List.of("load " + 100 * MEGABYTE / PAGE_BYTES + " " + 60 * MEGABYTE / PAGE_BYTES);
        };
    }

    /** As reports and the command line have it. */
    @Override
    public String toString() {
        return text;
    }
}
