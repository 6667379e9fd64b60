package org.vmturntable.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An H2 file that is not there yet. It is made under another name, and has its own once it has its whole schema: H2 commits each table
 * for itself, and a process that is killed between two of them would leave a file that no other can go on with.
 */
final class NewFile {
    /** H2 takes paths from the root, from the user's home ({@code ~/}) and from the working folder ({@code ./}); settings follow. */
    private static final Pattern URL = Pattern.compile("(?i)(jdbc:h2:(?:file:)?)((?:~|\\.\\.?)?/[^;]+)(;.*)?");

    private static final String SUFFIX = ".mv.db";

    private final String url;
    private final Path made;
    private final Path name;

    private NewFile(String url, Path made, Path name) {
        this.url = url;
        this.made = made;
        this.name = name;
    }

    /** @return empty if the URL names no such file, or one that is there */
    static Optional<NewFile> of(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String path = parts.group(2);
        String unfinished = path + ".unfinished";
        String settings = Optional.ofNullable(parts.group(3)).orElse("");
        return Optional.of(new NewFile(parts.group(1) + unfinished + settings, file(unfinished), file(path)))
                .filter(file -> !Files.exists(file.name));
    }

    private static Path file(String path) {
        String home = System.getProperty("user.home");
        return Path.of((path.startsWith("~") ? home + path.substring(1) : path) + SUFFIX);
    }

    /**
     * Makes it; what an earlier try has left is removed.
     *
     * @param schema gives the database at a URL its schema, and closes it
     */
    void make(Consumer<String> schema) throws IOException {
        Files.deleteIfExists(made);
        schema.accept(url);
        try (FileChannel content = FileChannel.open(made, StandardOpenOption.WRITE)) {
            content.force(true);
        }
        Files.move(made, name, StandardCopyOption.ATOMIC_MOVE);
    }
}
