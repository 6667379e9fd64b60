package org.vmturntable.testbed.watch;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event as {@code virsh qemu-monitor-event} prints it: {@code event STOP at 1795390136.704512 for domain 'search-vm': <null>}.
 *
 * @param at by QEMU's own clock
 */
public record QemuEvent(String name, Instant at) {
    public static final String STOP = "STOP";
    public static final String RESUME = "RESUME";
    /** A pass over the memory begins, or a look at what was written during the one before. */
    public static final String PASS = "MIGRATION_PASS";

    /** No event of QEMU's: what it says from here on may not be heard for a while. */
    public static final String DEAF = "(nothing is heard)";

    private static final Pattern LINE = Pattern.compile("event (\\S+) at (\\d{1,12})\\.(\\d{6}) for domain .*");
    private static final long NANOS_IN_MICROSECOND = 1_000;

    /** Empty for what is no event. */
    static Optional<QemuEvent> parse(String line) {
        Matcher event = LINE.matcher(line);
        if (!event.matches()) {
            return Optional.empty();
        }
        Instant at = Instant.ofEpochSecond(
                Long.parseLong(event.group(2)), Long.parseLong(event.group(3)) * NANOS_IN_MICROSECOND);
        return Optional.of(new QemuEvent(event.group(1), at));
    }
}
