package org.vmturntable.aaa.cbor;

import java.util.Optional;
import java.util.stream.Stream;

/** CBOR's major types; tags, floats and simple values (6, 7) are not used here. */
enum Major {
    UNSIGNED(0),
    NEGATIVE(1),
    BYTES(2),
    TEXT(3),
    ARRAY(4),
    MAP(5);

    private final int number;

    Major(int number) {
        this.number = number;
    }

    /** The upper three bits of a head's first byte. */
    int number() {
        return number;
    }

    static Optional<Major> ofNumber(int number) {
        return Stream.of(values()).filter(major -> major.number == number).findFirst();
    }

    /** How many bytes follow a head's first byte, at the least: 0, 1, 2, 4 or 8. The argument is not negative. */
    static int widthOf(long argument) {
        if (argument < 24) {
            return 0;
        }
        if (argument < 1L << 8) {
            return 1;
        }
        if (argument < 1L << 16) {
            return 2;
        }
        return argument < 1L << 32 ? 4 : 8;
    }
}
