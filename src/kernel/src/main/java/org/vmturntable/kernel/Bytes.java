package org.vmturntable.kernel;

import java.util.Map;

/** An amount of data in bytes, zero or more. */
public record Bytes(long value) implements Comparable<Bytes> {
    public static final Bytes ZERO = new Bytes(0);

    public Bytes {
        if (value < 0) {
            throw new GridException(
                    FailureCode.AMOUNT_NEGATIVE,
                    "An amount of data cannot be negative: " + value,
                    Map.of("bytes", Long.toString(value)));
        }
    }

    /** @param mebibytes multiples of 2^20 bytes */
    public static Bytes ofMebibytes(long mebibytes) {
        return new Bytes(Math.multiplyExact(mebibytes, 1L << 20));
    }

    public Bytes plus(Bytes other) {
        return new Bytes(Math.addExact(value, other.value));
    }

    public long mebibytes() {
        return value >> 20;
    }

    @Override
    public int compareTo(Bytes other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value % (1L << 20) == 0 ? mebibytes() + " MiB" : value + " B";
    }
}
