package org.vmturntable.aaa.cbor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * Reads deterministic CBOR and refuses everything else: longer heads than needed, indefinite lengths, tags, floats, integers beyond
 * 63 bits, text that is not UTF-8, more nesting than a token needs. Every method fails with {@link FailureCode#TOKEN_MALFORMED}.
 *
 * <p>Never reserves memory for a length that the input does not have.
 */
public final class CborReader {
    private static final int DEEPEST = 8;

    private final byte[] input;
    private int at;

    public CborReader(byte[] input) {
        this.input = input.clone();
    }

    /** @return number of entries that follow; {@link KeyOrder} checks their keys */
    public int map() {
        return count(head(Major.MAP), 2);
    }

    /** @return number of items that follow */
    public int array() {
        return count(head(Major.ARRAY), 1);
    }

    public void array(int items) {
        if (array() != items) {
            throw malformed("another length of array expected");
        }
    }

    public long integer() {
        return nextMajor() == Major.NEGATIVE ? -1 - head(Major.NEGATIVE) : head(Major.UNSIGNED);
    }

    public byte[] bytes() {
        return take(count(head(Major.BYTES), 1));
    }

    public byte[] bytes(int length) {
        byte[] value = bytes();
        if (value.length != length) {
            throw malformed("another length of byte string expected");
        }
        return value;
    }

    public String text() {
        byte[] utf8 = take(count(head(Major.TEXT), 1));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed("text is not UTF-8", notUtf8);
        }
    }

    /** Passes over one whole item, checking its form. */
    public void skip() {
        skip(DEEPEST);
    }

    /** To be called after the last item. */
    public void end() {
        if (at != input.length) {
            throw malformed("something follows the end");
        }
    }

    private void skip(int deepest) {
        if (deepest == 0) {
            throw malformed("nested too deep");
        }
        switch (nextMajor()) {
            case UNSIGNED, NEGATIVE -> integer();
            case BYTES -> bytes();
            case TEXT -> text();
            case ARRAY -> {
                for (int left = array(); left > 0; left--) {
                    skip(deepest - 1);
                }
            }
            case MAP -> {
                KeyOrder order = new KeyOrder();
                for (int left = map(); left > 0; left--) {
                    order.next(integer());
                    skip(deepest - 1);
                }
            }
        }
    }

    private Major nextMajor() {
        if (at == input.length) {
            throw malformed("ends too early");
        }
        return Major.ofNumber((input[at] & 0xff) >> 5)
                .orElseThrow(() -> malformed("tags, floats and simple values are not used"));
    }

    private long head(Major expected) {
        if (nextMajor() != expected) {
            throw malformed("another type expected");
        }
        int small = input[at++] & 0x1f;
        if (small < 24) {
            return small;
        }
        if (small > 27) {
            throw malformed("indefinite or reserved length");
        }
        return argument(1 << (small - 24));
    }

    private long argument(int width) {
        long value = 0;
        for (byte next : take(width)) {
            value = (value << 8) | (next & 0xff);
        }
        if (value < 0 || Major.widthOf(value) != width) {
            throw malformed("number too great, or longer than needed");
        }
        return value;
    }

    private int count(long announced, int bytesEach) {
        if (announced > (input.length - at) / bytesEach) {
            throw malformed("ends too early");
        }
        return (int) announced;
    }

    private byte[] take(int length) {
        if (length > input.length - at) {
            throw malformed("ends too early");
        }
        byte[] taken = Arrays.copyOfRange(input, at, at + length);
        at += length;
        return taken;
    }

    private static GridException malformed(String why) {
        return new GridException(FailureCode.TOKEN_MALFORMED, "The token cannot be read: " + why);
    }

    private static GridException malformed(String why, Throwable cause) {
        return new GridException(FailureCode.TOKEN_MALFORMED, "The token cannot be read: " + why, cause);
    }
}
