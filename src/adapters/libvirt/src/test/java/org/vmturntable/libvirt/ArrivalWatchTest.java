package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.kernel.VmId;
import org.vmturntable.kernel.Waiting;

/** Against the words that QEMU 10.0 says; LostPathIT of the module libvirt-it has QEMU itself. */
@Timeout(20)
class ArrivalWatchTest {
    private static final VmId VM = VmId.parse("00000000-0000-4000-8000-000000002005");

    private static final String LISTENING =
            "{\"socket-address\": [{\"host\": \"10.30.0.3\", \"port\": \"49152\", \"type\": \"inet\"}]}";

    @TempDir
    Path folder;

    private final DomainEvents events = new DomainEvents();
    private ArrivalWatch watch;
    private ServerSocketChannel qemu;
    private SocketChannel monitor;
    private BufferedReader commands;

    @BeforeEach
    void arrives() throws IOException {
        qemu = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        qemu.bind(UnixDomainSocketAddress.of(folder.resolve(VM + ".qmp")));
        watch = new ArrivalWatch(new MonitorFolder(Optional.of(folder)), events);
        begin();
    }

    private void begin() throws IOException {
        watch.begin(VM);
        monitor = qemu.accept();
        commands = new BufferedReader(Channels.newReader(monitor, StandardCharsets.UTF_8));
        say("{\"QMP\": {\"version\": {}, \"capabilities\": [\"oob\"]}}");
        answer("qmp_capabilities", "{}");
    }

    @AfterEach
    void ends() throws IOException {
        monitor.close();
        qemu.close();
    }

    @Test
    void letsTheGuestRunWhenItHasSwitchedByPostCopyAndNotBefore() throws IOException {
        waits();
        say(status("setup"));
        say(status("active"));
        answer("query-migrate", LISTENING);
        say(status("postcopy-active"));
        answer("\"cont\"", "{}");
        say(status("postcopy-paused"));
        assertThat(commands.readLine()).contains("exec-oob", "migrate-recover", "tcp:10.30.0.3:492");
    }

    @Test
    void listensAnewAlsoForMemoryThatHadBegunToComeBeforeItsMonitorWasListenedTo() throws IOException {
        answer("query-migrate", "{\"status\": \"active\"}");
        answer("query-migrate", LISTENING);
        say(status("postcopy-paused"));
        assertThat(commands.readLine()).contains("exec-oob", "migrate-recover", "tcp:10.30.0.3:492");
    }

    @Test
    void leavesAGuestWhoseCopyIsWholeToLibvirt() throws IOException {
        waits();
        say(status("setup"));
        say(status("completed"));
        assertThat(commands.readLine()).as("it hangs up without a word").isNull();
    }

    @Test
    void knowsThatAllHasArrivedWhenQemuSaysSoAndNotWhenItEnds() throws IOException {
        waits();
        say(status("active"));
        answer("query-migrate", "{}");
        monitor.close();
        Waiting.until("it is over", Duration.ofSeconds(5), () -> !watch.receives(VM));
        assertThat(watch.isWhole(VM)).isFalse();

        begin();
        waits();
        say(status("completed"));
        Waiting.until("it is over", Duration.ofSeconds(5), () -> watch.isWhole(VM));
    }

    @Test
    void tellsAtOnceThatTheGuestRuns() throws IOException {
        waits();
        say("{\"event\": \"RESUME\", \"timestamp\": {\"seconds\": 1795392000, \"microseconds\": 250000}}");
        Waiting.until(
                "the event",
                Duration.ofSeconds(5),
                () -> events.of(VM).resumed().equals(Optional.of(Instant.ofEpochSecond(1_795_392_000L, 250_000_000))));
    }

    private void waits() throws IOException {
        answer("query-migrate", "{\"status\": \"setup\"}");
    }

    /** Takes the next command, which must be this one. */
    private void answer(String command, String result) throws IOException {
        String asked = commands.readLine();
        assertThat(asked).contains(command);
        say("{\"return\": " + result + ", \"id\": "
                + new ObjectMapper().readTree(asked).path("id") + "}");
    }

    private static String status(String status) {
        return "{\"event\": \"MIGRATION\", \"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"data\": {\"status\": \""
                + status + "\"}}";
    }

    private void say(String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\r\n");
        while (bytes.hasRemaining()) {
            monitor.write(bytes);
        }
    }
}
