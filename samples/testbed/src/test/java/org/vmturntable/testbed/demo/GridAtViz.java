package org.vmturntable.testbed.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.vmturntable.cli.follow.Pause;
import org.vmturntable.cli.grid.Finder;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.Survey;
import org.vmturntable.cli.grid.Vm;
import org.vmturntable.cli.profile.ClientProfile;
import org.vmturntable.cli.profile.ProfileFile;
import org.vmturntable.cli.soap.SoapGrid;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.wan.NetworkNamespace;

/** A testbed's grid as its operator at the visualization host sees it, without a process for each question. */
final class GridAtViz implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final NetworkNamespace viz;
    private final Grid grid;
    private final SoapTokens tokens;
    private final HeldResources holdings;

    private GridAtViz(NetworkNamespace viz, Grid grid, SoapTokens tokens, HeldResources holdings) {
        this.viz = viz;
        this.grid = grid;
        this.tokens = tokens;
        this.holdings = holdings;
    }

    /** @param testbed one that is up, with nothing moving */
    static GridAtViz open(Testbed testbed) throws IOException {
        ClientProfile profile = ProfileFile.read(testbed.clientProfile());
        Grid grid = SoapGrid.open(profile);
        SoapTokens tokens = SoapTokens.open(profile);
        NetworkView network = new TestbedNetwork(testbed);
        return new GridAtViz(
                new NetworkNamespace(testbed.topology()
                        .namespaceOf(testbed.topology().visualization().name())),
                grid,
                tokens,
                new HeldResources(grid, tokens, network, network.vlans(), Pause.REAL));
    }

    /** The one machine, where it is now. */
    Vm machine() throws IOException {
        return viz.inside(() -> grid.vm(Survey.of(grid).sites().stream()
                .flatMap(site -> site.vms().stream())
                .filter(vm -> !vm.state().equals(Vm.MOVED))
                .findFirst()
                .orElseThrow()
                .reference()));
    }

    /** Waits until the migration is as wished or has ended; a site that does not answer meanwhile is asked again. */
    Migration await(String id, Predicate<Migration> wish, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                Migration seen = viz.inside((Callable<Migration>) () -> new Finder(grid).migration(id));
                if (wish.test(seen) || seen.state().ended()) {
                    return seen;
                }
                if (System.nanoTime() > end) {
                    throw new AssertionError("The migration did not come so far: " + seen);
                }
            } catch (IOException silent) {
                if (!(silent.getCause() instanceof GridFailure) || System.nanoTime() > end) {
                    throw silent;
                }
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    /** What migrations that have ended still hold; empty if nothing. */
    List<String> held() throws IOException {
        return viz.inside(holdings::afterHop);
    }

    @Override
    public void close() {
        grid.close();
        tokens.close();
    }
}
