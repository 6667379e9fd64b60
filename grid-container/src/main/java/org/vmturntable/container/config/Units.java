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
