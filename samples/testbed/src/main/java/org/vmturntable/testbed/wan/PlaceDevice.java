package org.vmturntable.testbed.wan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vmturntable.testbed.topology.Ipv4Address;
import org.vmturntable.testbed.topology.Ipv4Prefix;
import org.vmturntable.testbed.topology.MacAddress;

/**
 * A TAP as a place sees it.
 *
 * @param name of the interface
 * @param addresses the first is the primary one
 * @param mtu largest packet, bytes
 * @param queue frames the kernel keeps until they are read
 */
record PlaceDevice(NetworkNamespace namespace, String name, List<Ipv4Prefix> addresses, int mtu, int queue) {
    /** Windows as wide as an ocean at 1 Gbit/s: 64 MB, and open enough at once for {@link #LIGHTPATH_ROUTE}. */
    private static final List<String> TCP_SETTINGS =
            List.of("tcp_rmem=4096 16777216 67108864", "tcp_wmem=4096 65536 67108864", "tcp_no_metrics_save=1");

    /** CUBIC, unlike BBR, does not pause every ten seconds to measure an empty path; windows in packets of 8 KB. */
    private static final String LIGHTPATH_ROUTE = "congctl cubic initcwnd 600 initrwnd 1500";

    /** Locally administered: 02:00, then the address. */
    static MacAddress macOf(Ipv4Address address) {
        StringBuilder mac = new StringBuilder("02:00");
        for (String octet : address.text().split("\\.")) {
            mac.append(String.format(":%02x", Integer.parseInt(octet)));
        }
        return new MacAddress(mac.toString());
    }

    MacAddress mac() {
        return macOf(addresses.get(0).address());
    }

    /** Creates the device, gives it its addresses and brings it up. */
    Tap create(int offloads) throws IOException {
        Tap tap = namespace.inside(() -> {
            Tap created = Tap.create(name, offloads);
            tuneTcp();
            return created;
        });
        StringBuilder script = new StringBuilder()
                .append("link set dev %s address %s mtu %d txqueuelen %d addrgenmode none\n"
                        .formatted(name, mac(), mtu, queue));
        addresses.forEach(address -> script.append("addr add %s dev %s\n".formatted(address, name)));
        script.append("link set dev %s up\n".formatted(name));
        ip(script.toString());
        return tap;
    }

    /**
     * Sets how TCP behaves on the way to that network, for a way that is ours alone: the bandwidth is booked, so there is no
     * need to feel for it over a dozen round trips, and nothing is lost. By route, because a namespace may not make an
     * algorithm its default that the machine's administrator has not opened to all.
     */
    void routeAsLightpath(Ipv4Prefix network) throws IOException {
        ip("route change %s dev %s proto kernel scope link src %s %s\n"
                .formatted(network, name, addresses.get(0).address(), LIGHTPATH_ROUTE));
    }

    /** The kernel takes these as the namespace's own, because the thread that writes them is inside. */
    private static void tuneTcp() throws IOException {
        for (String setting : TCP_SETTINGS) {
            int equals = setting.indexOf('=');
            Files.writeString(
                    Path.of("/proc/sys/net/ipv4", setting.substring(0, equals)), setting.substring(equals + 1));
        }
    }

    private void ip(String script) throws IOException {
        Process ip = new ProcessBuilder("ip", "-n", namespace.name(), "-batch", "-")
                .redirectErrorStream(true)
                .start();
        try (var input = ip.outputWriter(StandardCharsets.US_ASCII)) {
            input.write(script);
        }
        String said = new String(ip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (ip.waitFor() != 0) {
                throw new IOException("device " + name + " in " + namespace.name() + ": " + said.strip());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while setting up " + name, stopped);
        }
    }
}
