package org.vmturntable.libvirt.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/**
 * Files' SHA-256, each computed once for as long as size and time of the last change stay. A child process computes it: this
 * one, compiled in haste, would take eight times as long.
 */
final class ContentDigests {
    private static final int HEXADECIMAL = 64;
    /** With the processor's own instructions it is several times as fast as the other. */
    private static final Path OPENSSL = Path.of("/usr/bin/openssl");

    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    private record Known(long size, FileTime changed, String digest) {
        boolean isOf(BasicFileAttributes file) {
            return size == file.size() && changed.equals(file.lastModifiedTime());
        }
    }

    /**
     * Blocks for as long as the file takes to read; callers for the same file wait for the first.
     *
     * @throws GridException {@code HYPERVISOR_FAILED} if it cannot be read
     */
    String of(Path file) {
        try {
            return known.compute(file, ContentDigests::look).digest();
        } catch (UncheckedIOException unreadable) {
            throw new GridException(
                    FailureCode.HYPERVISOR_FAILED, "The base image " + file + " cannot be read", unreadable.getCause());
        }
    }

    private static Known look(Path file, @Nullable Known before) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (before != null && before.isOf(now)) {
                return before;
            }
            return new Known(now.size(), now.lastModifiedTime(), digest(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String digest(Path file) throws IOException {
        List<String> words = Files.isExecutable(OPENSSL)
                ? List.of(OPENSSL.toString(), "dgst", "-sha256", "-r", file.toString())
                : List.of("sha256sum", "--binary", file.toString());
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0 || said.length() < HEXADECIMAL) {
                throw new IOException(said.strip());
            }
            return said.substring(0, HEXADECIMAL);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ended);
        } finally {
            process.destroyForcibly();
        }
    }
}
