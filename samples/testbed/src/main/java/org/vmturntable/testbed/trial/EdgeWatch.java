package org.vmturntable.testbed.trial;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.topology.Topology;

/** Sees when the edge begins to send the guest's traffic both ways: the entry for its MAC is then taken away. */
final class EdgeWatch implements AutoCloseable {
    private final Process bridge;
    private final CountDownLatch bothWays = new CountDownLatch(1);

    private EdgeWatch(Process bridge) {
        this.bridge = bridge;
    }

    static EdgeWatch begin(Testbed testbed) {
        Topology topology = testbed.topology();
        // entered, so that clean-up finds it
        List<String> words = List.of(
                "ip",
                "netns",
                "exec",
                topology.namespaceOf(topology.edge().name()),
                "stdbuf",
                "-oL",
                "bridge",
                "monitor",
                "fdb");
        try {
            EdgeWatch watch = new EdgeWatch(
                    new ProcessBuilder(words).redirectErrorStream(true).start());
            String gone = "Deleted " + topology.guest().mac().text();
            Thread reader = new Thread(() -> watch.read(gone), "edge");
            reader.setDaemon(true);
            reader.start();
            return watch;
        } catch (IOException unstartable) {
            throw new HostException("bridge cannot be run: " + unstartable.getMessage(), unstartable);
        }
    }

    /** False if it does not come within the limit. */
    boolean awaitBothWays(Duration limit) throws InterruptedException {
        return bothWays.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void read(String gone) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(bridge.getInputStream(), US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(gone)) {
                    bothWays.countDown();
                }
            }
        } catch (IOException closed) {
            bridge.destroy(); // whoever waits will say that nothing came
        }
    }

    @Override
    public void close() {
        bridge.destroy();
    }
}
