package org.vmturntable.testbed.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.testbed.demo.probe.DiskHealth;
import org.vmturntable.testbed.deployment.Bringup;
import org.vmturntable.testbed.deployment.Takedown;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.process.Command;
import org.vmturntable.testbed.process.Progress;
import org.vmturntable.testbed.site.Libvirtd;
import org.vmturntable.testbed.site.SiteDirectory;
import org.vmturntable.testbed.topology.Topology;
import org.vmturntable.testbed.topology.TopologyFile;
import org.vmturntable.testbed.wan.NetworkNamespace;

/** What is believed of a guest's disk stands on its own check; so the check is shown a disk that is not as it was written. */
@Tag("testbed")
class GuestDiskIT {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final Path LAN = HOME.resolve("samples/testbed/topologies/lan.yaml");
    private static final String PREFIX = System.getProperty("turntable.test.namespaces", "vt-");
    private static final Path STATE =
            PREFIX.equals("vt-") ? Testbed.DEFAULT_STATE : Path.of("/run/" + PREFIX + "test/testbed");

    private final Topology topology =
            TopologyFile.read(LAN).withNamespaces(PREFIX).withDisk(Bytes.ofMebibytes(512));
    private final Testbed testbed = new Testbed(topology, LAN, HOME, STATE);
    private final SiteDirectory home = testbed.directoryOf(topology.guest().home());

    @BeforeEach
    void bootAGuestWithADisk() {
        new Takedown(testbed).run();
        Progress unsaid = new Progress(new PrintStream(OutputStream.nullOutputStream()), Clock.systemUTC());
        new Bringup(testbed, unsaid, Clock.systemUTC(), new SecureRandom()).run(false);
    }

    @AfterEach
    void takeDown() {
        new Takedown(testbed).run();
    }

    @Test
    void theGuestSeesEachOfItsBlocksAndOneThatWasSpoiltBeneathIt() throws Exception {
        DiskHealth untouched = check();
        assertThat(untouched.faithful()).as(untouched.sentence()).isTrue();
        assertThat(untouched.blocks()).isEqualTo(65_536);
        assertThat(untouched.written()).isZero();

        order("disk start 4000");
        Thread.sleep(1_000);
        order("disk start 20000 sequential");
        Thread.sleep(1_000);
        DiskHealth whileWritten = check();
        assertThat(whileWritten.faithful()).as(whileWritten.sentence()).isTrue();
        order("disk stop");
        DiskHealth written = check();
        assertThat(written.faithful()).as(written.sentence()).isTrue();
        assertThat(written.written()).isGreaterThan(1_000);

        virsh("suspend");
        spoilOneBlock();
        virsh("resume");
        DiskHealth spoilt = check();
        assertThat(spoilt.bad()).isEqualTo(1);
        assertThat(spoilt.faithful()).isFalse();
    }

    private DiskHealth check() throws IOException {
        return DiskHealth.parse(order(DiskHealth.ORDER));
    }

    private String order(String order) throws IOException {
        NetworkNamespace viz = new NetworkNamespace(
                topology.namespaceOf(topology.visualization().name()));
        String guest = topology.guest().address().text();
        try (Socket socket = viz.inside(() -> new Socket(guest, GuestService.CHECK_PORT))) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write((order + "\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            assertThat(answer).as(order).isNotNull().doesNotContain("error\"");
            return answer;
        }
    }

    private void virsh(String verb) {
        Libvirtd.virsh(home, verb, topology.guest().name()).run();
    }

    /** A byte of what the overlay holds, where only its file is seen: the base image is not where this process looks. */
    private void spoilOneBlock() throws IOException {
        Path overlay = home.images().resolve(GuestService.idOf(topology.guest()) + "-vda.qcow2");
        String alone = "json:{\"driver\":\"qcow2\",\"backing\":null,\"file\":{\"driver\":\"file\",\"filename\":\""
                + overlay + "\"}}";
        String map = Command.of("qemu-img", "map", "-U", "--output=json", alone).run();
        for (JsonNode extent : new ObjectMapper().readTree(map)) {
            if (extent.get("data").booleanValue()) {
                try (RandomAccessFile image = new RandomAccessFile(overlay.toFile(), "rwd")) {
                    image.seek(extent.get("offset").longValue() + 100);
                    int there = image.read();
                    image.seek(extent.get("offset").longValue() + 100);
                    image.write(there ^ 1);
                }
                return;
            }
        }
        throw new AssertionError("The overlay holds nothing: " + map);
    }
}
