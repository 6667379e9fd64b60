package org.vmturntable.testbed.element;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.topology.Site;

/**
 * net-snmp's tools as the elements' manager: nobody of this project wrote them. The passphrases are in a configuration file,
 * not on the command line.
 */
public final class NetSnmp {
    private static final String VLAN = "1.3.6.1.2.1.17.7.1.4.3.1.";
    private static final String PVID = "1.3.6.1.2.1.17.7.1.4.5.1.1.";
    private static final int CREATE_AND_GO = 4;
    private static final int DESTROY = 6;

    private final String namespace;
    private final Path folder;

    /**
     * @param namespace the network namespace that the requests come from
     * @param folder is made, for the tools' configuration
     * @throws HostException if the tools are missing
     */
    public NetSnmp(String namespace, Path folder, SnmpSecrets secrets) {
        this.namespace = namespace;
        this.folder = folder;
        if (!Command.of("snmpset", "-V").attempt().succeeded()) {
            throw new HostException("net-snmp's tools are missing: apt-get install snmp");
        }
        try {
            writeConfiguration(secrets);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Runs {@code snmpget}, {@code snmpset} or {@code snmpwalk} against a site's element. */
    public Command.Outcome tool(String tool, Site site, List<String> arguments) {
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
        return new Command(words, "").in(namespace).attempt();
    }

    /**
     * Joins ports of a site's element in a VLAN by one request. The client's is untagged.
     *
     * @throws HostException if the element refuses
     */
    public void join(Site site, int vlan, List<Integer> ports) {
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
    public void part(Site site, int vlan) {
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
