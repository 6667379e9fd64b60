package org.vmturntable.testbed.site;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.vmturntable.testbed.topology.Ipv4Address;

/**
 * The files that one site's libvirtd reads.
 *
 * @param hostId what tells this libvirtd from the others on the same machine: without it, "attempt to migrate guest to the
 *     same host"
 * @param address where it listens for other sites, TLS only
 * @param peers subjects of the certificates that may call, as {@code virt-pki-query-dn} writes them: in the certificate's order
 */
record LibvirtdConfiguration(UUID hostId, Ipv4Address address, List<String> peers) {
    LibvirtdConfiguration {
        peers = List.copyOf(peers);
    }

    String libvirtd() {
        return """
                listen_tls = 1
                listen_tcp = 0
                listen_addr = "%s"
                tls_allowed_dn_list = [%s]
                auth_unix_ro = "none"
                auth_unix_rw = "none"
                host_uuid = "%s"
                log_outputs = "3:file:/var/log/libvirt/libvirtd.log"
                """.formatted(address, quoted(peers), hostId);
    }

    /** No namespaces, cgroups or security drivers: the site's own namespaces are around it already. */
    static String qemu() {
        return """
                namespaces = []
                cgroup_controllers = []
                security_driver = "none"
                stdio_handler = "file"
                user = "root"
                group = "root"
                """;
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(", "));
    }
}
