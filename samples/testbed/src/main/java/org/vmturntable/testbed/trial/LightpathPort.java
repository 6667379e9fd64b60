package org.vmturntable.testbed.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.wan.NetworkNamespace;

/**
 * How much has left a site towards the optical layer.
 *
 * @see "Linux, proc_pid_net(5): /proc/net/dev has sent bytes in its ninth column of numbers"
 */
final class LightpathPort {
    private static final long STEP_MILLIS = 5;

    private final NetworkNamespace site;
    private final Pattern line;

    LightpathPort(NetworkNamespace site, String device) {
        this.site = site;
        this.line = Pattern.compile("^ *" + Pattern.quote(device) + ":(?: +\\d+){8} +(\\d+)", Pattern.MULTILINE);
    }

    /** Bytes, headers and all, since the device was made. */
    long sent() {
        try {
            Matcher found = line.matcher(site.inside(() -> Files.readString(Path.of("/proc/thread-self/net/dev"))));
            if (!found.find()) {
                throw new HostException(site.name() + " has no device to the optical layer.");
            }
            return Long.parseLong(found.group(1));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Waits until so many have been sent in all; false if that does not come within the limit. */
    boolean awaitSent(long bytes, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (sent() < bytes) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(STEP_MILLIS);
        }
        return true;
    }
}
