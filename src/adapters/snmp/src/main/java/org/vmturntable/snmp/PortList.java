package org.vmturntable.snmp;

import java.util.BitSet;
import java.util.Collection;
import org.snmp4j.smi.OctetString;

/**
 * A set of bridge ports as RFC 4363 writes it: port 1 is the highest bit of the first octet. Agents may answer with more octets than
 * they were given, so lists are compared by their ports.
 */
final class PortList {
    private PortList() {}

    static OctetString of(Collection<Integer> bridgePorts) {
        int highest = bridgePorts.stream().mapToInt(Integer::intValue).max().orElse(1);
        byte[] octets = new byte[(highest + 7) / 8];
        for (int port : bridgePorts) {
            octets[(port - 1) / 8] |= (byte) (0x80 >> ((port - 1) % 8));
        }
        return new OctetString(octets);
    }

    static boolean sameSet(byte[] some, byte[] others) {
        return ports(some).equals(ports(others));
    }

    private static BitSet ports(byte[] octets) {
        BitSet ports = new BitSet();
        for (int bit = 0; bit < octets.length * 8; bit++) {
            if ((octets[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                ports.set(bit + 1);
            }
        }
        return ports;
    }
}
