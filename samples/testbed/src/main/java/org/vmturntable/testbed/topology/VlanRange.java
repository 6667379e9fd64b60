package org.vmturntable.testbed.topology;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * VLAN ids in a row, both ends included.
 *
 * @param first 2 or more: VLAN 1 is every port's default (IEEE 802.1Q, 9.6)
 * @param last 4094 or less
 */
public record VlanRange(int first, int last) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})-(\\d{1,4})");

    public VlanRange {
        if (first < 2 || last > 4094 || first > last) {
            throw new IllegalArgumentException("VLAN ids run from 2 to 4094, not " + first + "-" + last);
        }
    }

    /** Reads the form {@code 100-199}. */
    public static VlanRange parse(String text) {
        Matcher range = FORM.matcher(text);
        if (!range.matches()) {
            throw new IllegalArgumentException("expected two VLAN ids such as 100-199, found " + text);
        }
        return new VlanRange(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
