package org.vmturntable.testbed.network;

import org.vmturntable.testbed.topology.Ipv4Prefix;

/** Arithmetic on prefixes. */
final class Ipv4Networks {
    private Ipv4Networks() {}

    /** The prefix with its host bits zero, as routes want it: 10.1.1.1/24 gives 10.1.1.0/24. */
    static String networkOf(Ipv4Prefix prefix) {
        long address = 0;
        for (String octet : prefix.address().text().split("\\.")) {
            address = address << 8 | Integer.parseInt(octet);
        }
        long network = address & (0xffffffffL << (32 - prefix.length()));
        return "%d.%d.%d.%d/%d"
                .formatted(
                        network >> 24 & 0xff,
                        network >> 16 & 0xff,
                        network >> 8 & 0xff,
                        network & 0xff,
                        prefix.length());
    }
}
