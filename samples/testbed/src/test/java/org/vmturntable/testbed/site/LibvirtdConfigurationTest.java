package org.vmturntable.testbed.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.vmturntable.testbed.topology.Ipv4Address;

class LibvirtdConfigurationTest {
    @Test
    void onlyPeersMayCallAndOnlyByTls() {
        UUID host = UUID.fromString("6f9fca51-92f1-4ab2-9cf5-3e8ad1a87a66");
        var configuration = new LibvirtdConfiguration(host, new Ipv4Address("198.18.0.2"), List.of("CN=a", "CN=b"));
        assertThat(configuration.libvirtd().lines())
                .contains(
                        "listen_tls = 1",
                        "listen_tcp = 0",
                        "listen_addr = \"198.18.0.2\"",
                        "tls_allowed_dn_list = [\"CN=a\", \"CN=b\"]",
                        "host_uuid = \"" + host + "\"");
    }
}
