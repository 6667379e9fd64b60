package org.vmturntable.testbed.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.element.SnmpSecrets;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.wan.WanEmulator;

/**
 * net-snmp's tools as the elements' manager: nobody of this project wrote them. The passphrases are in a configuration file,
 * not on the command line.
 */
final class NetSnmp {
    private static final String VLAN = "1.3.6.1.2.1.17.7.1.4.3.1.";
    private static final String PVID = "1.3.6.1.2.1.17.7.1.4.5.1.1.";
    private static final int CREATE_AND_GO = 4;
    private static final int DESTROY = 6;

    private final WanLab lab;
    private final Path folder;
    private final SiteId manager;

    /** @param manager the place that the requests come from */
    NetSnmp(WanLab lab, SiteId manager) {
        this.lab = lab;
        this.manager = manager;
        folder = lab.state().resolve("net-snmp");
        if (!Command.of("snmpset", "-V").attempt().succeeded()) {
            throw new HostException("net-snmp's tools are missing: apt-get install snmp");
        }
        try {
            writeConfiguration(SnmpSecrets.read(WanEmulator.secretsFile(lab.state())));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Runs {@code snmpget}, {@code snmpset} or {@code snmpwalk} against a site's element. */
    Command.Outcome tool(String tool, Site site, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(
                "env",
                "SNMPCONFPATH=" + folder,
                "SNMP_PERSISTENT_DIR=" + folder,
                "MIBS=",
                tool,
                "-On",
                "-t",
                "2",
                "-r",
                "1"));
        // Options of the caller's own come before the agent's address.
        int options = (int)
                arguments.stream().takeWhile(word -> !word.startsWith("1.")).count();
        words.addAll(arguments.subList(0, options));
        words.add(site.element().management().text());
        words.addAll(arguments.subList(options, arguments.size()));
        return lab.at(manager, words.toArray(String[]::new)).attempt();
    }

    /**
     * Joins ports of a site's element in a VLAN by one request. The client's is untagged.
     *
     * @throws HostException if the element refuses
     */
    void join(Site site, int vlan, List<Integer> ports) {
        int client = site.element().ports().getOrDefault(site.element().client(), 0);
        List<String> request = new ArrayList<>(List.of(
                VLAN + "5." + vlan,
                "i",
                Integer.toString(CREATE_AND_GO),
                VLAN + "1." + vlan,
                "s",
                "bench",
                VLAN + "2." + vlan,
                "x",
                portList(ports)));
        if (ports.contains(client)) {
            request.addAll(List.of(VLAN + "4." + vlan, "x", portList(List.of(client))));
            request.addAll(List.of(PVID + client, "u", Integer.toString(vlan)));
        }
        require(tool("snmpset", site, request));
    }

    /**
     * Destroys a VLAN of a site's element.
     *
     * @throws HostException if the element refuses
     */
    void part(Site site, int vlan) {
        require(tool("snmpset", site, List.of(VLAN + "5." + vlan, "i", Integer.toString(DESTROY))));
    }

    private static void require(Command.Outcome outcome) {
        if (!outcome.succeeded()) {
            throw new HostException("The element refuses: " + outcome.output().strip());
        }
    }

    private void writeConfiguration(SnmpSecrets secrets) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.write(
                folder.resolve("snmp.conf"),
                List.of(
                        "defVersion 3",
                        "defSecurityName " + SnmpSecrets.USER,
                        "defSecurityLevel authPriv",
                        "defAuthType SHA-256",
                        "defPrivType AES",
                        "defAuthPassphrase " + secrets.authentication(),
                        "defPrivPassphrase " + secrets.privacy()));
    }

    private static String portList(List<Integer> ports) {
        int octet = 0;
        for (int port : ports) {
            octet |= 0x80 >> (port - 1);
        }
        return "%02X".formatted(octet);
    }
}
