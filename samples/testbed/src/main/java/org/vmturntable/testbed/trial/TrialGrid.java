package org.vmturntable.testbed.trial;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.vmturntable.cli.follow.Pause;
import org.vmturntable.cli.grid.Finder;
import org.vmturntable.cli.grid.Grid;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.cli.grid.MigrateOrder;
import org.vmturntable.cli.grid.Migration;
import org.vmturntable.cli.grid.MigrationState;
import org.vmturntable.cli.grid.Reference;
import org.vmturntable.cli.grid.Vm;
import org.vmturntable.cli.profile.ClientProfile;
import org.vmturntable.cli.profile.ProfileFile;
import org.vmturntable.cli.soap.SoapGrid;
import org.vmturntable.soap.GridClients;
import org.vmturntable.soap.SoapIdentity;
import org.vmturntable.testbed.demo.HeldResources;
import org.vmturntable.testbed.demo.SoapTokens;
import org.vmturntable.testbed.demo.TestbedNetwork;
import org.vmturntable.testbed.deployment.Testbed;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.wan.NetworkNamespace;

/** The grid as an operator uses it whose sites fail now and then: what is not answered is asked again, for a while. */
final class TrialGrid implements AutoCloseable {
    private static final Duration ANSWERS_AGAIN = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Testbed testbed;
    private final Grid grid;
    private final SoapTokens tokens;
    private final GridClients clients;
    private final HeldResources holdings;

    private TrialGrid(Testbed testbed, Grid grid, SoapTokens tokens, GridClients clients, HeldResources holdings) {
        this.testbed = testbed;
        this.grid = grid;
        this.tokens = tokens;
        this.clients = clients;
        this.holdings = holdings;
    }

    /** @param testbed one that is up, with nothing moving */
    static TrialGrid open(Testbed testbed) throws IOException {
        ClientProfile profile = ProfileFile.read(testbed.clientProfile());
        ClientProfile.Identity identity = profile.identity();
        Grid grid = SoapGrid.open(profile);
        SoapTokens tokens = SoapTokens.open(profile);
        TestbedNetwork network = new TestbedNetwork(testbed);
        return new TrialGrid(
                testbed,
                grid,
                tokens,
                new GridClients(SoapIdentity.read(identity.keyStore(), identity.trustStore(), identity.passwordFile())),
                new HeldResources(grid, tokens, network, network.vlans(), Pause.REAL));
    }

    /** The one machine, where it is now. */
    Vm machine() throws InterruptedException {
        return patiently(() -> new Finder(grid).vm(testbed.topology().guest().name()));
    }

    SagaNews news(Vm vm, Site at) throws IOException {
        return SagaNews.of(
                vm.reference(), new NetworkNamespace(testbed.topology().namespaceOf(at.name())), clients);
    }

    /** Orders a move, once however often it has to be asked for. */
    Reference migrate(Vm vm, Site to) throws InterruptedException {
        MigrateOrder order = new MigrateOrder(
                to.name().value(),
                OptionalLong.empty(),
                Optional.of(UUID.randomUUID().toString()));
        return patiently(() -> grid.migrate(vm.reference(), order));
    }

    /** The migration as soon as it is as wished, or as it is when the limit is over. */
    Migration await(Reference migration, Predicate<MigrationState> wish, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Migration seen = patiently(() -> grid.migration(migration));
        while (!wish.test(seen.state()) && System.nanoTime() < end) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            seen = patiently(() -> grid.migration(migration));
        }
        return seen;
    }

    /** Has a stranded migration taken up again; harmless if the site did that by itself just before. */
    void retry(Reference migration) throws InterruptedException {
        try {
            MigrationState unused = grid.retry(migration);
        } catch (GridFailure refused) {
            if (await(migration, state -> true, Duration.ZERO).state() == MigrationState.STRANDED) {
                throw refused;
            }
        }
    }

    /** What migrations still hold when the limit is over; empty as soon as it is nothing. */
    List<String> held(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        List<String> held = patiently(this::look);
        while (!held.isEmpty() && System.nanoTime() < end) {
            held = patiently(this::look);
        }
        return held;
    }

    private List<String> look() {
        try {
            return holdings.afterHop();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return List.of("interrupted while looking");
        }
    }

    private static <T> T patiently(Supplier<T> question) throws InterruptedException {
        long end = System.nanoTime() + ANSWERS_AGAIN.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (GridFailure refused) {
                if (System.nanoTime() > end) {
                    throw refused;
                }
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    @Override
    public void close() {
        grid.close();
        tokens.close();
        clients.close();
    }
}
