package org.vmturntable.testbed.topology;

import java.util.regex.Pattern;

/**
 * An Ethernet address.
 *
 * @param text six pairs of lower-case hexadecimal digits with colons between
 */
public record MacAddress(String text) {
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");

    public MacAddress {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a MAC address in lower case: " + text);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
