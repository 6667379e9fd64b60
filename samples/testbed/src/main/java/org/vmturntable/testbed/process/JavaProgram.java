package org.vmturntable.testbed.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java program of this project, run by this Java with this class path: small heap and stacks, one collector thread and the quick
 * compiler alone, because several share two cores. The other compiler would make a signature take two milliseconds, not twelve,
 * but a container answer after six seconds, not four: on a machine of its own, run it with both.
 *
 * @param mainClass what runs
 * @param heapMegabytes largest heap
 * @param arguments for the program
 */
public record JavaProgram(String mainClass, int heapMegabytes, List<String> arguments) {
    private static final Path SHARED_CLASSES = Path.of("samples/testbed/target/container.jsa");

    public JavaProgram {
        arguments = List.copyOf(arguments);
    }

    /** The command line. */
    public List<String> words() {
        return words(List.of());
    }

    /** With the archive of loaded classes that an earlier run left in the build's folder, if there is one. */
    public List<String> wordsWithSharedClasses(Path home) {
        Path archive = home.resolve(SHARED_CLASSES);
        return Files.exists(archive)
                ? words(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable"))
                : words(List.of());
    }

    /** Leaves that archive when the program ends. */
    public List<String> wordsThatArchiveClasses(Path home) {
        return words(List.of("-XX:ArchiveClassesAtExit=" + home.resolve(SHARED_CLASSES), "-Xlog:disable"));
    }

    public static boolean hasSharedClasses(Path home) {
        return Files.exists(home.resolve(SHARED_CLASSES));
    }

    private List<String> words(List<String> extra) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms16m",
                "-Xmx" + heapMegabytes + "m",
                "-Xss512k",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError"));
        words.addAll(extra);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        words.addAll(arguments);
        return words;
    }
}
