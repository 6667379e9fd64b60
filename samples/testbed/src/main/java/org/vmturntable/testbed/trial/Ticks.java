package org.vmturntable.testbed.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.deployment.Testbed;

/**
 * The numbered lines that the guest writes to its serial port, a hundred a second, as each site's console has them. A number that
 * two sites have was written by two guests that were one before.
 */
final class Ticks {
    /** Makes the guest write them. */
    static final String ORDER = "ticks 10000";

    private static final Pattern TICK = Pattern.compile("^tick (\\d{10})\\r?$", Pattern.MULTILINE);

    private final Map<SiteId, Path> consoles = new LinkedHashMap<>();
    private final Map<SiteId, Long> begin = new LinkedHashMap<>();

    /** Looks at what comes from now on. */
    Ticks(Testbed testbed) {
        String console = testbed.topology().guest().name() + "-console.log";
        testbed.topology().sites().forEach(site -> {
            Path file = testbed.directoryOf(site.name()).qemuLogs().resolve(console);
            consoles.put(site.name(), file);
            begin.put(site.name(), file.toFile().length());
        });
    }

    /** The numbers that more than one site has by now; in order, may be empty. */
    Set<Long> twice() {
        Set<Long> seen = new TreeSet<>();
        Set<Long> twice = new TreeSet<>();
        consoles.forEach((site, file) -> {
            Set<Long> here = numbers(text(file, begin.getOrDefault(site, 0L)));
            here.stream().filter(number -> !seen.add(number)).forEach(twice::add);
        });
        return twice;
    }

    static Set<Long> numbers(String text) {
        return TICK.matcher(text)
                .results()
                .map(tick -> Long.valueOf(tick.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Path file, long from) {
        if (!Files.exists(file)) {
            return "";
        }
        try (RandomAccessFile console = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.max(0, console.length() - from)];
            console.seek(from);
            console.readFully(bytes);
            return new String(bytes, ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
