package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.gate.PageRequest;

/** Against a QEMU that answers as 10.0.2 does, of a guest with one network card. */
class FirstPagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private ServerSocketChannel qemu;
    private CompletableFuture<Void> answering;
    private String blocks = """
                          Block Name    PSize              Offset               Used              Total                HVA  RO
                              pc.ram    4 KiB  0x0000000000000000 0x000000000d000000 0x000000000d000000 0x00007fc653600000  rw
                            vga.vram    2 MiB  0x000000000d080000 0x0000000001000000 0x0000000001000000 0x00007fc652400000  rw
            """;

    @BeforeEach
    void listen() throws IOException {
        qemu = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        qemu.bind(UnixDomainSocketAddress.of(folder.resolve("qmp")));
        answering = CompletableFuture.runAsync(this::answer);
    }

    @AfterEach
    void end() throws IOException {
        qemu.close();
        answering.join();
    }

    @Test
    void theRingsOfEachQueueAreAskedForByTheirPlaceInTheGuestsMemory() throws IOException {
        assertThat(asked())
                .containsExactly(
                        new PageRequest("pc.ram", 0x2a5e000, 0x2000),
                        new PageRequest("pc.ram", 0x29ff000, 0x1000),
                        new PageRequest("pc.ram", 0x2a01000, 0x4000));
    }

    @Test
    void nothingIsAskedForOfMemoryInHugePages() throws IOException {
        blocks = blocks.replace("pc.ram    4 KiB", "pc.ram    2 MiB");
        assertThat(asked()).isEmpty();
    }

    @Test
    void nothingIsAskedForWhereItIsNotToldHowLargeAPageIs() throws IOException {
        blocks = "unknown command: 'info ramblock'";
        assertThat(asked()).isEmpty();
    }

    private List<PageRequest> asked() throws IOException {
        try (QemuMonitor monitor = QemuMonitor.connect(folder.resolve("qmp"))) {
            return FirstPages.of(monitor);
        }
    }

    private void answer() {
        try (SocketChannel monitor = qemu.accept();
                BufferedReader lines = new BufferedReader(Channels.newReader(monitor, StandardCharsets.UTF_8))) {
            write(monitor, Map.of("QMP", Map.of()));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode question = JSON.readTree(line);
                write(monitor, answer(question));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> answer(JsonNode question) {
        String id = question.path("id").asText();
        JsonNode arguments = question.path("arguments");
        return switch (question.path("execute").asText()) {
            case "x-query-virtio" -> Map.of("id", id, "return", List.of(Map.of("path", "/net0", "name", "virtio-net")));
            case "x-query-virtio-queue-status" ->
                switch (arguments.path("queue").asInt()) {
                    case 0 -> Map.of("id", id, "return", queue(256, 0x2a5e000, 0x2a5f000, 0x2a5f240));
                    case 1 -> Map.of("id", id, "return", queue(0, 0, 0, 0));
                    case 2 -> Map.of("id", id, "return", queue(64, 0x29ff000, 0x29ff400, 0x29ff4c0));
                    case 3 -> Map.of("id", id, "return", queue(512, 0x2a01000, 0x2a03000, 0x2a03400));
                    default -> Map.of("id", id, "error", Map.of("desc", "Invalid virtqueue number"));
                };
            case "human-monitor-command" ->
                Map.of("id", id, "return", human(arguments.path("command-line").asText()));
            default -> Map.of("id", id, "return", Map.of());
        };
    }

    private static Map<String, Long> queue(long entries, long descriptors, long available, long used) {
        return Map.of("vring-num", entries, "vring-desc", descriptors, "vring-avail", available, "vring-used", used);
    }

    private String human(String question) {
        if (question.equals("info ramblock")) {
            return blocks;
        }
        if (!question.startsWith("gpa2hva 0x")) {
            return "";
        }
        long address = Long.parseLong(question.substring(10), 16);
        return "Host virtual address for 0x%x (pc.ram) is 0x%x\r\n".formatted(address, 0x7fc653600000L + address);
    }

    private static void write(SocketChannel to, Map<String, Object> message) throws IOException {
        ByteBuffer line = StandardCharsets.UTF_8.encode(JSON.writeValueAsString(message) + "\n");
        while (line.hasRemaining()) {
            to.write(line);
        }
    }
}
