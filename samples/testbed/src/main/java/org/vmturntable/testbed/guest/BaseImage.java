package org.vmturntable.testbed.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.testbed.process.Command;

/**
 * What the guest's disk holds before the guest has written anything: raw, sparse, the same byte for byte wherever it is built.
 * Some of the blocks tell their own number, as {@code disk.c} knows, so that a wrong image beneath a guest's own changes shows.
 *
 * @param file its name is the SHA-256 of its content
 */
public record BaseImage(Path file) {
    private static final int BLOCK_BYTES = 4096;
    private static final int BLOCK_WORDS = BLOCK_BYTES / Long.BYTES;
    /** "tvm-disk" as a little-endian word. */
    private static final long MAGIC = 0x6b7369642d6d7674L;

    private static final long AREA_BLOCKS = (256L << 20) / BLOCK_BYTES;
    private static final int PERIOD = 512;
    private static final int BLOCKS_IN_PERIOD = 16;

    /**
     * Builds the image if it is not there.
     *
     * @param size what the guest sees, 256 MiB or more
     * @param target folder for the result, kept between builds
     */
    public static BaseImage build(Bytes size, Path target) {
        Path folder = target.resolve("base-" + size.mebibytes() + "MiB");
        try {
            Files.createDirectories(folder);
            List<Path> built = namedByContent(folder);
            return built.isEmpty() ? write(size, folder) : new BaseImage(built.get(0));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** The one that a site has. */
    static BaseImage at(Path images) throws IOException {
        return new BaseImage(namedByContent(images.resolve("base")).get(0));
    }

    String sha256() {
        return String.valueOf(file.getFileName());
    }

    /** Gives a site its own copy: what a test spoils at one site is not spoilt at another. Holes stay holes. */
    public void copyTo(Path images) {
        try {
            Path folder = Files.createDirectories(images.resolve("base"));
            Command.of("cp", "--sparse=always", "--preserve=mode", file.toString(), folder.toString())
                    .run();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static BaseImage write(Bytes size, Path folder) throws IOException {
        Path unnamed = Files.createTempFile(folder, "new", ".raw");
        try (FileChannel image = FileChannel.open(unnamed, StandardOpenOption.WRITE)) {
            for (long block = 0; block < AREA_BLOCKS; block++) {
                if (block % PERIOD < BLOCKS_IN_PERIOD) {
                    image.write(block(block), block * BLOCK_BYTES);
                }
            }
            image.write(ByteBuffer.allocate(1), size.value() - 1);
        }
        Files.setPosixFilePermissions(unnamed, PosixFilePermissions.fromString("r--r--r--"));
        String digest =
                Command.of("sha256sum", "--binary", unnamed.toString()).run().substring(0, 64);
        return new BaseImage(Files.move(unnamed, folder.resolve(digest)));
    }

    /** A block of generation 0: magic, number, generation, the stream that the two seed, the sum of all before it. */
    static ByteBuffer block(long number) {
        ByteBuffer words = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        words.putLong(MAGIC).putLong(number).putLong(0);
        long sum = MAGIC + number;
        long state = number << 32;
        for (int i = 3; i < BLOCK_WORDS - 1; i++) {
            state += 0x9e3779b97f4a7c15L;
            long word = mixed(state);
            words.putLong(word);
            sum += word;
        }
        return words.putLong(sum).flip();
    }

    /** The output function of splitmix64 (S. Vigna). */
    private static long mixed(long state) {
        long first = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
        return second ^ (second >>> 31);
    }

    private static List<Path> namedByContent(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{64}"))
                    .toList();
        }
    }
}
