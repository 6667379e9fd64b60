package org.vmturntable.testbed.bench.downtime;

import java.util.List;

/** What the guest does while it moves. A further kind is a further constant, with orders for the guest's own service. */
enum GuestKind {
    /** Rewrites a megabyte a second all over its memory, as always. */
    IDLE("idle"),
    /** Besides, 60 MB again and again, 100 MB a second. */
    WRITER("writer"),
    /** Writes scattered blocks on its disk, 4 MB a second, and rewrites 60 MB of memory, 25 MB a second. */
    DISK("disk");

    private static final long MEGABYTE = 1_000_000;
    private static final long PAGE_BYTES = 4096;

    private final String text;

    GuestKind(String text) {
        this.text = text;
    }

    /** What makes the guest one of this kind, from {@link #rest}. */
    List<String> orders() {
        return switch (this) {
            case IDLE -> List.of();
            case WRITER -> List.of(load(100));
            case DISK -> List.of(load(25), "disk start 4000");
        };
    }

    /** What ends its work. */
    List<String> rest() {
        return hasDisk() ? List.of("disk stop", "load 0 0") : List.of("load 0 0");
    }

    /** Whether it is on a testbed whose guest has a disk; the others are on one whose guest has none. */
    boolean hasDisk() {
        return this == DISK;
    }

    private static String load(long megabytesPerSecond) {
        return "load " + megabytesPerSecond * MEGABYTE / PAGE_BYTES + " " + 60 * MEGABYTE / PAGE_BYTES;
    }

    /** As reports and the command line have it. */
    @Override
    public String toString() {
        return text;
    }
}
