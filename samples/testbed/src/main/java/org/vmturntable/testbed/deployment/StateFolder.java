package org.vmturntable.testbed.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.vmturntable.testbed.process.HostException;

/**
 * The folder of a testbed's files. It bears a mark from its beginning, so that no other folder is ever taken for one and removed.
 *
 * @param path where it is
 */
public record StateFolder(Path path) {
    /** Comes first among the folder's files by name, hence goes last: a removal that is broken off can be gone on with. */
    private static final String MARK = ".vm-turntable-testbed";

    /**
     * Makes it, with its mark.
     *
     * @throws HostException if something else is there
     */
    public void create() {
        requireOurs();
        try {
            Files.createDirectories(path);
            Files.writeString(
                    path.resolve(MARK), "VM Turntable made this folder, and removes it with all that is in it.\n");
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /**
     * Refuses a folder with files in it that no testbed has made.
     *
     * @throws HostException if it is such a folder, or no folder
     */
    public void requireOurs() {
        if (Files.exists(path) && !Files.exists(path.resolve(MARK)) && !isEmptyFolder()) {
            throw new HostException(path + " is not the state of a testbed, and is left as it is; name another folder"
                    + " with --state.");
        }
    }

    /** With all that is in it. */
    void remove() {
        requireOurs();
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private boolean isEmptyFolder() {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
