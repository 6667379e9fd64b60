package org.vmturntable.testbed.topology;

import java.util.regex.Pattern;

/**
 * An IPv4 address in dotted form; never a name, so nothing is ever looked up.
 *
 * @param text four decimal octets
 */
public record Ipv4Address(String text) {
    private static final Pattern OCTETS =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");

    public Ipv4Address {
        if (!OCTETS.matcher(text).matches()) {
            throw new IllegalArgumentException("not an IPv4 address: " + text);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
