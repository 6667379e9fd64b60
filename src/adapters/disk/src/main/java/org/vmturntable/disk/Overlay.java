package org.vmturntable.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A guest's overlay at a site where the guest does not run. One that the guest has left behind stays: whatever the guest did not
 * write since then is right in it, so a guest that comes back brings only that. Beside the image stands the name of the move by
 * which it left; the note goes before the image is changed by anybody else than who brings it up to date.
 */
public final class Overlay {
    private static final String LEFT = ".left";

    private Overlay() {}

    /**
     * Notes that the guest has gone from here with this move.
     *
     * @param move its name, one line
     */
    public static void leave(Path overlay, String move) throws IOException {
        Path draft = note(overlay).resolveSibling(note(overlay).getFileName() + ".new");
        Files.writeString(draft, move);
        sync(draft);
        Files.move(draft, note(overlay), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The name of the move by which the guest left it here; empty if there is none, or it cannot be relied on. */
    public static Optional<String> leftWith(Path overlay) throws IOException {
        if (!Files.exists(overlay)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(note(overlay), StandardCharsets.UTF_8));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** From here on somebody may write to it of whom nothing is noted. */
    static void forget(Path overlay) throws IOException {
        Files.deleteIfExists(note(overlay));
    }

    /** Removes what arrived of a guest that did not come, unless it is what the guest had left here, brought half up to date. */
    public static void discardArrival(Path overlay) throws IOException {
        if (leftWith(overlay).isEmpty()) {
            Files.deleteIfExists(overlay);
        }
    }

    /** Waits until what was written to a file lies on the disk. */
    static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static Path note(Path overlay) {
        return overlay.resolveSibling(overlay.getFileName() + LEFT);
    }
}
