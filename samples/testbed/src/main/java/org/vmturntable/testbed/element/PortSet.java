package org.vmturntable.testbed.element;

/**
 * A set of ports, numbers 1 to 64.
 *
 * @param mask bit 0 is port 1
 * @see "RFC 4363, PortList: each octet is eight ports, the most significant bit the lowest"
 */
public record PortSet(long mask) {
    public static final PortSet NONE = new PortSet(0);
    public static final int LARGEST_PORT = Long.SIZE;

    public static PortSet of(int... ports) {
        long mask = 0;
        for (int port : ports) {
            mask |= bit(port);
        }
        return new PortSet(mask);
    }

    /**
     * Reads a PortList; it may be shorter or longer than the element needs.
     *
     * @throws IllegalArgumentException if it names a port above 64
     */
    public static PortSet ofOctets(byte[] octets) {
        long mask = 0;
        for (int i = 0; i < octets.length * Byte.SIZE; i++) {
            if ((octets[i / Byte.SIZE] & (0x80 >> (i % Byte.SIZE))) != 0) {
                mask |= bit(i + 1);
            }
        }
        return new PortSet(mask);
    }

    /** The PortList of that many octets' worth of ports, at least one octet. */
    public byte[] octets(int portCount) {
        byte[] octets = new byte[Math.max(1, (portCount + Byte.SIZE - 1) / Byte.SIZE)];
        for (int i = 0; i < Math.min(octets.length * Byte.SIZE, LARGEST_PORT); i++) {
            if (contains(i + 1)) {
                octets[i / Byte.SIZE] |= (byte) (0x80 >> (i % Byte.SIZE));
            }
        }
        return octets;
    }

    public boolean contains(int port) {
        return (mask & bit(port)) != 0;
    }

    public boolean meets(PortSet other) {
        return (mask & other.mask) != 0;
    }

    public boolean isWithin(PortSet other) {
        return (mask & ~other.mask) == 0;
    }

    public PortSet with(int port) {
        return new PortSet(mask | bit(port));
    }

    public PortSet without(int port) {
        return new PortSet(mask & ~bit(port));
    }

    private static long bit(int port) {
        if (port < 1 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("a port is 1 to " + LARGEST_PORT + ", not " + port);
        }
        return 1L << (port - 1);
    }
}
