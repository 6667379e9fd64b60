package org.vmturntable.kernel;

import java.util.Map;

/** A rate of data in bits per second, zero or more. */
public record Bandwidth(long bitsPerSecond) implements Comparable<Bandwidth> {
    public static final Bandwidth ZERO = new Bandwidth(0);

    public Bandwidth {
        if (bitsPerSecond < 0) {
            throw new GridException(
                    FailureCode.BANDWIDTH_NOT_POSITIVE,
                    "A bandwidth cannot be negative: " + bitsPerSecond + " bit/s",
                    Map.of("bitsPerSecond", Long.toString(bitsPerSecond)));
        }
    }

    public static Bandwidth ofMegabitsPerSecond(long megabits) {
        return new Bandwidth(Math.multiplyExact(megabits, 1_000_000L));
    }

    public Bandwidth plus(Bandwidth other) {
        return new Bandwidth(Math.addExact(bitsPerSecond, other.bitsPerSecond));
    }

    /** @throws GridException {@link FailureCode#BANDWIDTH_NOT_POSITIVE} if the other is greater */
    public Bandwidth minus(Bandwidth other) {
        return new Bandwidth(Math.subtractExact(bitsPerSecond, other.bitsPerSecond));
    }

    /** Whole bytes in a second, rounded down. */
    public long bytesPerSecond() {
        return bitsPerSecond / Byte.SIZE;
    }

    @Override
    public int compareTo(Bandwidth other) {
        return Long.compare(bitsPerSecond, other.bitsPerSecond);
    }

    @Override
    public String toString() {
        return bitsPerSecond % 1_000_000 == 0 ? bitsPerSecond / 1_000_000 + " Mbit/s" : bitsPerSecond + " bit/s";
    }
}
