package org.vmturntable.drac.lightpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.vmturntable.drac.element.CrossConnect;
import org.vmturntable.drac.element.ElementDriver;
import org.vmturntable.drac.element.ElementDriver.Reading;
import org.vmturntable.drac.element.InMemoryElement;
import org.vmturntable.drac.topology.PathEnds;
import org.vmturntable.drac.topology.SampleNetworks;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.TimeWindow;
import org.vmturntable.kernel.VmId;

/** A service over the chain of three elements, with everything that a test may want to break. */
final class LightpathBench {
    static final Presenter HOLDER = new Presenter(new SiteId("amsterdam"), "a".repeat(64));
    static final Presenter STRANGER = new Presenter(new SiteId("sandiego"), "b".repeat(64));
    static final PathEnds ACROSS = new PathEnds(SampleNetworks.AMSTERDAM, SampleNetworks.SAN_DIEGO);

    final ManualTime time = new ManualTime();
    final InMemoryLightpathStore store = new InMemoryLightpathStore();
    final FakeTokens tokens = new FakeTokens();
    final InMemoryElement amsterdam = new InMemoryElement("amsterdam");
    final InMemoryElement chicago = new InMemoryElement("chicago");
    final InMemoryElement sanDiego = new InMemoryElement("sandiego");
    final List<LightpathState> seen = new ArrayList<>();
    final Executor workers;
    LightpathService service;

    LightpathBench() {
        this(Runnable::run);
    }

    LightpathBench(Executor workers) {
        this.workers = workers;
        this.service = start();
    }

    /** A process that knows only what is stored. */
    LightpathService start() {
        List<ElementDriver> drivers = List.of(amsterdam, chicago, sanDiego);
        Network network = new Network(SampleNetworks.chain(), drivers, workers);
        LightpathService started = new LightpathService(network, store, tokens, time.keeping(), LightpathId::random);
        started.listen(now -> seen.add(now.state()));
        started.recover();
        service = started;
        return started;
    }

    LightpathRequest request(MigrationId reservation) {
        return request(reservation, ACROSS, 900);
    }

    LightpathRequest request(MigrationId reservation, PathEnds ends, long megabits) {
        TimeWindow window = TimeWindow.starting(time.instant(), Duration.ofMinutes(10));
        VmId vm = new VmId(reservation.value());
        LightpathTerms terms =
                new LightpathTerms(reservation, vm, ends, Bandwidth.ofMegabitsPerSecond(megabits), window);
        return new LightpathRequest(terms, HOLDER, "token of " + reservation);
    }

    Lightpath reserved() {
        return service.reserve(request(MigrationId.random()));
    }

    Lightpath provisioned() {
        return service.provision(reserved().id(), HOLDER);
    }

    /** @param howLong from now */
    Lightpath extended(Lightpath lightpath, Duration howLong) {
        String token = "token of " + lightpath.terms().reservation();
        return service.extend(lightpath.id(), HOLDER, token, time.instant().plus(howLong));
    }

    LightpathState state(Lightpath lightpath) {
        return service.get(lightpath.id()).state();
    }

    boolean allClean() {
        return amsterdam.isClean() && chicago.isClean() && sanDiego.isClean();
    }

    boolean isConnected(Lightpath lightpath) {
        List<ElementDriver> drivers = List.of(amsterdam, chicago, sanDiego);
        List<CrossConnect> wanted = CrossConnect.along(lightpath.route(), lightpath.id());
        return drivers.stream()
                .allMatch(driver -> wanted.stream()
                        .filter(one -> one.element().equals(driver.element()))
                        .allMatch(one -> driver.read(one) == Reading.CONNECTED));
    }

    void assertNothingHeld() {
        assertThat(store.holding()).isEmpty();
        assertThat(allClean()).isTrue();
        Lightpath again = reserved();
        assertThat(again.route().label()).isEqualTo(100);
        service.release(again.id(), HOLDER);
    }
}
