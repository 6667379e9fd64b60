package org.vmturntable.cli.show;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rates, sizes and times as people write and read them. */
public final class Amounts {
    private static final Pattern RATE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kKMG]?)(?:bit/s|bps|bit)?");
    private static final long MEGA = 1_000_000L;
    private static final long MEBI = 1L << 20;

    private Amounts() {}

    /**
     * @param text such as {@code 900M}, {@code 1.5G}, {@code 900 Mbit/s} or plain bits per second; decimal prefixes
     * @return bit/s
     * @throws IllegalArgumentException with a sentence if it is none
     */
    public static long parseRate(String text) {
        Matcher rate = RATE.matcher(text.strip());
        if (!rate.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no bandwidth; write 900M, 1.5G or 250000000 (bit/s)");
        }
        try {
            return new BigDecimal(rate.group(1)).multiply(prefix(rate.group(2))).longValueExact();
        } catch (ArithmeticException notWhole) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number of bit/s", notWhole);
        }
    }

    private static BigDecimal prefix(String letter) {
        return switch (letter) {
            case "k", "K" -> BigDecimal.valueOf(1_000);
            case "M" -> BigDecimal.valueOf(MEGA);
            case "G" -> BigDecimal.valueOf(1_000 * MEGA);
            default -> BigDecimal.ONE;
        };
    }

    /** Bits per second in Mbit/s, to three digits behind the point where there are any. */
    public static String rate(long bitsPerSecond) {
        return BigDecimal.valueOf(bitsPerSecond)
                        .movePointLeft(6)
                        .setScale(3, java.math.RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + " Mbit/s";
    }

    /** Bytes in MiB, to one digit. */
    public static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", (double) bytes / MEBI);
    }

    /** Bytes in decimal megabytes, as a copy's progress is told: network people count so. */
    public static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", (double) bytes / MEGA);
    }

    /** Seconds to three digits. */
    public static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
    }

    public static String millis(OptionalLong millis) {
        return millis.isPresent() ? millis.getAsLong() + " ms" : "-";
    }
}
