package org.vmturntable.testbed.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.vmturntable.testbed.process.Command;

/**
 * What the guest boots from: the kernel of Debian's cloud package and an initramfs of our own.
 *
 * @param kernel absolute path
 * @param initramfs absolute path
 */
public record GuestImage(Path kernel, Path initramfs) {

    /**
     * Builds the image if it is not there or older than its sources. The first build fetches a kernel package of some 27 MB.
     *
     * @param sources folder with {@code build-guest}
     * @param target folder for the result, kept between builds
     * @throws org.vmturntable.testbed.process.HostException if the build fails
     */
    public static GuestImage build(Path sources, Path target) {
        var image = new GuestImage(target.resolve("vmlinuz"), target.resolve("initramfs.gz"));
        if (!image.isNewerThan(sources)) {
            // it ends with whoever waits for it, subshells and downloads and all, which only a PID namespace of its own
            // does: a second one, of the next start, would write to the same files
            Command.of(
                            "setpriv",
                            "--pdeathsig",
                            "KILL",
                            "unshare",
                            "--pid",
                            "--fork",
                            "--kill-child",
                            sources.resolve("build-guest").toString(),
                            target.toString())
                    .run();
        }
        return image;
    }

    private boolean isNewerThan(Path sources) {
        if (!Files.exists(kernel) || !Files.exists(initramfs)) {
            return false;
        }
        FileTime built = changed(initramfs);
        try (Stream<Path> files = Files.list(sources)) {
            return files.allMatch(file -> changed(file).compareTo(built) < 0);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
