package org.vmturntable.testbed.topology;

/**
 * An IPv4 address with the length of its network's prefix, as {@code ip address add} takes it.
 *
 * @param address the address, host bits included
 * @param length bits of the prefix, 0 to 32
 */
public record Ipv4Prefix(Ipv4Address address, int length) {
    public Ipv4Prefix {
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("a prefix has 0 to 32 bits, not " + length);
        }
    }

    /** Reads the form {@code 10.1.1.1/24}. */
    public static Ipv4Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not an address with a prefix length: " + text);
        }
        return new Ipv4Prefix(new Ipv4Address(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
