package org.vmturntable.testbed.topology;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.Bytes;

/** Reads numbers with their units. */
final class Quantities {
    private static final Pattern MILLISECONDS = Pattern.compile("(\\d+)(?:\\.(\\d{1,3}))? ms");
    private static final Pattern MEGABITS = Pattern.compile("(\\d+) Mbit/s");
    private static final Pattern MEMORY = Pattern.compile("(\\d+) (MiB|GiB)");

    private Quantities() {}

    static Duration duration(String text) {
        Matcher time = matched(MILLISECONDS, text, "a time such as 98 ms or 0.2 ms");
        String thousandths = time.group(2) == null ? "" : time.group(2);
        return Duration.ofMillis(number(time))
                .plus(Duration.of(Long.parseLong((thousandths + "000").substring(0, 3)), ChronoUnit.MICROS));
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
