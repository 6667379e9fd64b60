package org.vmturntable.aaa.cbor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes deterministic CBOR: shortest heads, definite lengths. The caller writes as many items as it announced, and the keys of a
 * map in ascending order.
 */
public final class CborWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public CborWriter map(int entries) {
        return head(Major.MAP, entries);
    }

    public CborWriter array(int items) {
        return head(Major.ARRAY, items);
    }

    public CborWriter integer(long value) {
        return value >= 0 ? head(Major.UNSIGNED, value) : head(Major.NEGATIVE, -1 - value);
    }

    public CborWriter bytes(byte[] value) {
        head(Major.BYTES, value.length);
        out.writeBytes(value);
        return this;
    }

    /** @param value without unpaired surrogates, which UTF-8 cannot carry */
    public CborWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        head(Major.TEXT, utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }

    private CborWriter head(Major major, long argument) {
        int width = Major.widthOf(argument);
        if (width == 0) {
            out.write((major.number() << 5) | (int) argument);
            return this;
        }
        out.write((major.number() << 5) | (24 + Integer.numberOfTrailingZeros(width)));
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
            out.write((int) (argument >>> shift));
        }
        return this;
    }
}
