package org.vmturntable.cli.show;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.vmturntable.cli.grid.CopyProgress;

/** The copy's progress: on a screen one line that is drawn anew, elsewhere a plain line now and then. */
public final class ProgressBar {
    private static final int WIDTH = 30;
    private static final Duration BETWEEN_PLAIN_LINES = Duration.ofSeconds(1);
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter out;
    private final boolean live;
    private final Clock clock;
    private CopyProgress shown = CopyProgress.NONE;
    private Instant plainAgain = Instant.MIN;
    private boolean drawn;

    public ProgressBar(PrintWriter out, boolean live, Clock clock) {
        this.out = out;
        this.live = live;
        this.clock = clock;
    }

    /** Shows the progress if there is any, and if it is news. */
    public void show(CopyProgress progress) {
        if (progress.phase().isEmpty() || progress.equals(shown)) {
            return;
        }
        if (live) {
            out.print(ERASE_LINE + line(progress));
            out.flush();
            drawn = true;
        } else if (!clock.instant().isBefore(plainAgain) || !progress.phase().equals(shown.phase())) {
            out.println(line(progress));
            plainAgain = clock.instant().plus(BETWEEN_PLAIN_LINES);
        }
        shown = progress;
    }

    /** Takes the drawn line away, so that other text can stand there. */
    public void clear() {
        if (drawn) {
            out.print(ERASE_LINE);
            out.flush();
            drawn = false;
        }
    }

    static String line(CopyProgress progress) {
        int full = (int) Math.round(progress.done() * WIDTH);
        return String.format(
                Locale.ROOT,
                "    [%s%s] %-10s pass %d  %s of %s  %.1f MB/s",
                "#".repeat(full),
                ".".repeat(WIDTH - full),
                Words.of(progress.phase()),
                progress.pass(),
                Amounts.megabytes(progress.bytesMoved()),
                Amounts.megabytes(progress.bytesMoved() + progress.bytesRemaining()),
                progress.bytesPerSecond() / 1e6);
    }
}
