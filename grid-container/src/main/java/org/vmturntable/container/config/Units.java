package org.vmturntable.container.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;

/** Amounts as people write them. A unit is always named: a bare number would leave a factor of a million to guessing. */
final class Units {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,12}) ?([A-Za-z/]+)");
    private static final Map<String, Long> BYTES =
            new TreeMap<>(Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40));
    private static final Map<String, Long> RATES =
            new TreeMap<>(Map.of("bit/s", 1L, "kbit/s", 1_000L, "Mbit/s", 1_000_000L, "Gbit/s", 1_000_000_000L));

    private static final Map<String, Long> TIMES =
            new TreeMap<>(Map.of("us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L));
    private static final Map<String, Long> LONG_TIMES = new TreeMap<>(Map.of("s", 1L, "min", 60L, "h", 3_600L));
    /** For which a lightpath is granted at a time. */
    private static final Duration ONE_LEASE = Duration.ofMinutes(10);

    private static final long LONGEST_SECONDS = Duration.ofDays(365).toSeconds();

    private Units() {}

    static Bytes bytes(String text) {
        return new Bytes(amount(text, BYTES, "2 GiB"));
    }

    /** More than zero. */
    static Bandwidth bandwidth(String text) {
        long rate = amount(text, RATES, "900 Mbit/s");
        if (rate == 0) {
            throw new IllegalArgumentException("a bandwidth must be more than zero");
        }
        return new Bandwidth(rate);
    }

    static Duration duration(String text) {
        return Duration.ofNanos(amount(text, TIMES, "98 ms"));
    }

    /** No less than is granted at a time. */
    static Duration longestMigration(String text) {
        Duration longest = Duration.ofSeconds(Math.min(amount(text, LONG_TIMES, "4 h"), LONGEST_SECONDS));
        if (longest.compareTo(ONE_LEASE) < 0) {
            throw new IllegalArgumentException(
                    "a migration may take 10 min or more: a lightpath is granted for that time");
        }
        return longest;
    }

    private static long amount(String text, Map<String, Long> units, String example) {
        Matcher matcher = AMOUNT.matcher(text);
        Long factor = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (factor == null) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "'%s' is no amount such as %s; units are %s",
                    text,
                    example,
                    String.join(", ", units.keySet())));
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
        } catch (ArithmeticException tooMuch) {
            throw new IllegalArgumentException("'" + text + "' is too much", tooMuch);
        }
    }
}
