package org.vmturntable.testbed.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vmturntable.testbed.topology.Ipv4Prefix;

class Ipv4NetworksTest {
    @Test
    void hostBitsBecomeZero() {
        assertThat(network("10.1.1.254/24")).isEqualTo("10.1.1.0/24");
        assertThat(network("198.18.4.2/22")).isEqualTo("198.18.4.0/22");
        assertThat(network("255.255.255.255/32")).isEqualTo("255.255.255.255/32");
        assertThat(network("255.255.255.255/0")).isEqualTo("0.0.0.0/0");
    }

    private static String network(String prefix) {
        return Ipv4Networks.networkOf(Ipv4Prefix.parse(prefix));
    }
}
