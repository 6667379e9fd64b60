package org.vmturntable.testbed.topology;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;

/** Reads numbers with their units. */
final class Quantities {
    private static final Pattern MILLISECONDS = Pattern.compile("(\\d+) ms");
    private static final Pattern MEGABITS = Pattern.compile("(\\d+) Mbit/s");
    private static final Pattern MEMORY = Pattern.compile("(\\d+) (MiB|GiB)");

    private Quantities() {}

    static Duration duration(String text) {
        return Duration.ofMillis(number(matched(MILLISECONDS, text, "a time such as 98 ms")));
    }

    static Bandwidth bandwidth(String text) {
        return Bandwidth.ofMegabitsPerSecond(number(matched(MEGABITS, text, "a rate such as 100 Mbit/s")));
    }

    static Bytes bytes(String text) {
        Matcher memory = matched(MEMORY, text, "an amount such as 2 GiB or 200 MiB");
        long mebibytes = "GiB".equals(memory.group(2)) ? 1024 : 1;
        return Bytes.ofMebibytes(Math.multiplyExact(number(memory), mebibytes));
    }

    private static long number(Matcher matched) {
        return Long.parseLong(matched.group(1));
    }

    private static Matcher matched(Pattern form, String text, String wanted) {
        Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected " + wanted + ", found " + text);
        }
        return matcher;
    }
}
