package org.vmturntable.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.Ticket;

/**
 * The moves that were announced to this gate, a file for each, its owner's alone: a gate that is started anew lets in what a guest
 * still needs. Outlives the process, not the host: no guest does either, and so nothing waits for the disk.
 */
final class AnnouncedMoves {
    private static final Logger log = LoggerFactory.getLogger(AnnouncedMoves.class);
    private static final String DRAFT = ".new";
    private static final Set<PosixFilePermission> OWNER_ENTERS = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;

    /**
     * What is known of one.
     *
     * @param disks what was said of its disks; missing if it has none
     * @param letGo nothing of its memory is held any more, and its disks are the hypervisor's
     */
    record Announced(MigrationId move, Ticket ticket, int memoryPort, Instant until, JsonNode disks, boolean letGo) {
        Announced until(Instant later) {
            return new Announced(move, ticket, memoryPort, later, disks, letGo);
        }

        Announced lettingGo() {
            return new Announced(move, ticket, memoryPort, until, disks, true);
        }
    }

    private AnnouncedMoves(Path folder) {
        this.folder = folder;
    }

    static AnnouncedMoves in(Path folder) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ENTERS));
        Files.setPosixFilePermissions(folder, OWNER_ENTERS);
        return new AnnouncedMoves(folder);
    }

    /** In place of what was known of the same move: all of it, or what was there before. */
    void save(Announced announced) throws IOException {
        Path file = file(announced.move());
        Path draft = file.resolveSibling(file.getFileName() + DRAFT);
        Files.deleteIfExists(draft);
        try (WritableByteChannel channel = Files.newByteChannel(
                draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNERS_ALONE)) {
            Channels.newOutputStream(channel).write(ControlLines.JSON.writeValueAsBytes(json(announced)));
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void forget(MigrationId move) throws IOException {
        Files.deleteIfExists(file(move));
    }

    /** In no order; what cannot be read is left out, and told of in the log. */
    List<Announced> all() throws IOException {
        List<Announced> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                read(file).ifPresent(all::add);
            }
        }
        return all;
    }

    private static Optional<Announced> read(Path file) throws IOException {
        if (file.toString().endsWith(DRAFT)) {
            Files.delete(file); // its writer was ended, and had not answered yet
            return Optional.empty();
        }
        try {
            JsonNode json = ControlLines.JSON.readTree(Files.readAllBytes(file));
            return Optional.of(new Announced(
                    MigrationId.parse(file.getFileName().toString()),
                    Ticket.parse(json.path("ticket").asText()),
                    json.path("memoryPort").asInt(),
                    Instant.ofEpochMilli(json.path("until").asLong()),
                    json.path("disks"),
                    json.path("letGo").asBoolean()));
        } catch (IOException | GridException e) {
            // without the cause: it may quote the file, in which there is a ticket
            log.error("{} is not what a gate writes: {}", file, e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static JsonNode json(Announced announced) {
        ObjectNode json = ControlLines.JSON
                .createObjectNode()
                .put("ticket", announced.ticket().hex())
                .put("memoryPort", announced.memoryPort())
                .put("until", announced.until().toEpochMilli())
                .put("letGo", announced.letGo());
        return announced.disks() instanceof MissingNode ? json : json.set("disks", announced.disks());
    }

    private Path file(MigrationId move) {
        return folder.resolve(move.toString());
    }
}
