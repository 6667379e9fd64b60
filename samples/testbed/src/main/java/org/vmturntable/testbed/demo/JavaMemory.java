package org.vmturntable.testbed.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vmturntable.kernel.Bytes;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.network.Namespace;

/**
 * The memory of all Java processes of a testbed together, as it is now: their proportional set sizes, so that a page which
 * several share counts once.
 *
 * @param processes containers, gates, WAN emulator, and the demonstration itself
 * @param resident without what is swapped out
 * @see "Linux, Documentation/filesystems/proc.rst, smaps_rollup"
 */
record JavaMemory(int processes, Bytes resident) {
    private static final Pattern PSS = Pattern.compile("^Pss: +(\\d+) kB$", Pattern.MULTILINE);

    /** Looks at the processes inside the testbed's namespaces. */
    static JavaMemory of(Testbed testbed) {
        List<Long> kibibytes = testbed.namespaces().stream()
                .map(Namespace::processes)
                .flatMap(List::stream)
                .filter(JavaMemory::isJava)
                .flatMap(process -> proportional(process).stream())
                .toList();
        return new JavaMemory(
                kibibytes.size(),
                new Bytes(kibibytes.stream().mapToLong(Long::longValue).sum() << 10));
    }

    String sentence() {
        return processes + " Java processes use " + resident.mebibytes() + " MiB of memory together.";
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/java"))
                .isPresent();
    }

    /** In KiB; empty if the process has just ended. */
    private static Optional<Long> proportional(ProcessHandle process) {
        try {
            Matcher pss = PSS.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/smaps_rollup")));
            return pss.find() ? Optional.of(Long.valueOf(pss.group(1))) : Optional.empty();
        } catch (IOException ended) {
            return Optional.empty();
        }
    }
}
