package org.vmturntable.drac.lightpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.drac.lightpath.LightpathBench.ACROSS;
import static org.vmturntable.drac.lightpath.LightpathBench.HOLDER;
import static org.vmturntable.drac.lightpath.LightpathBench.STRANGER;
import static org.vmturntable.kernel.Failures.assertFails;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.vmturntable.drac.topology.PathEnds;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.drac.topology.SampleNetworks;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.TimeWindow;

class LightpathServiceTest {
    private final LightpathBench bench = new LightpathBench();
    private final MigrationId reservation = MigrationId.random();

    @Test
    void reservesProvisionsAndReleases() {
        Lightpath reserved = bench.service.reserve(bench.request(reservation));
        assertThat(reserved.state()).isEqualTo(LightpathState.RESERVED);
        assertThat(bench.allClean()).isTrue();

        Lightpath provisioned = bench.service.provision(reserved.id(), HOLDER);
        assertThat(provisioned.state()).isEqualTo(LightpathState.PROVISIONED);
        assertThat(bench.isConnected(provisioned)).isTrue();

        Lightpath released = bench.service.release(reserved.id(), HOLDER);
        assertThat(released.state()).isEqualTo(LightpathState.RELEASED);
        assertThat(bench.seen)
                .containsExactly(
                        LightpathState.REQUESTED,
                        LightpathState.RESERVED,
                        LightpathState.PROVISIONING,
                        LightpathState.PROVISIONED,
                        LightpathState.RELEASING,
                        LightpathState.RELEASED);
        bench.assertNothingHeld();
    }

    @Test
    void saysWhichWayALightpathWouldGoAndBooksNothing() {
        LightpathTerms terms = bench.request(reservation).terms();
        Route way = bench.service.survey(terms.ends(), terms.bandwidth(), terms.window());
        assertThat(bench.service.of(reservation)).isEmpty();
        assertThat(bench.service.reserve(bench.request(reservation)).route().ports())
                .isEqualTo(way.ports());
        assertFails(
                FailureCode.PORT_IN_USE, () -> bench.service.survey(terms.ends(), terms.bandwidth(), terms.window()));
    }

    @Test
    void answersTheSameLightpathForTheSameReservation() {
        Lightpath first = bench.service.reserve(bench.request(reservation));
        bench.time.pass(Duration.ofSeconds(5));
        Lightpath second = bench.service.reserve(bench.request(reservation));
        assertThat(second).isEqualTo(first);
        assertThat(bench.service.of(reservation)).containsExactly(first);
    }

    @Test
    void refusesTheSameReservationForSomethingElse() {
        bench.service.reserve(bench.request(reservation));
        assertFails(FailureCode.REQUEST_REUSED, () -> bench.service.reserve(bench.request(reservation, ACROSS, 800)));
    }

    @Test
    void doesEachThingOnceHoweverOftenItIsAsked() {
        Lightpath lightpath = bench.provisioned();
        assertThat(bench.service.provision(lightpath.id(), HOLDER)).isEqualTo(lightpath);
        Lightpath released = bench.service.release(lightpath.id(), HOLDER);
        assertThat(bench.service.release(lightpath.id(), HOLDER)).isEqualTo(released);
        assertThat(bench.service.releaseByOperator(lightpath.id())).isEqualTo(released);
    }

    @Test
    void givesBandwidthOnlyOnce() {
        bench.reserved();
        PathEnds others = new PathEnds(PortId.parse("amsterdam:client-2"), PortId.parse("sandiego:client-2"));
        assertFails(
                FailureCode.NO_PATH_IN_WINDOW, () -> bench.service.reserve(bench.request(reservation, others, 101)));
        assertThat(bench.service
                        .reserve(bench.request(reservation, others, 100))
                        .route()
                        .label())
                .isEqualTo(101);
    }

    @Test
    void booksNothingIfTheTokenIsNotGood() {
        bench.tokens.refuse(FailureCode.TOKEN_EXPIRED);
        assertFails(FailureCode.TOKEN_EXPIRED, () -> bench.service.reserve(bench.request(reservation)));
        assertThat(bench.service.of(reservation)).isEmpty();
    }

    @Test
    void booksNothingIfThereIsNoWay() {
        assertFails(
                FailureCode.BANDWIDTH_ABOVE_LINK,
                () -> bench.service.reserve(bench.request(reservation, ACROSS, 1_001)));
        assertThat(bench.service.of(reservation)).isEmpty();
        bench.assertNothingHeld();
    }

    @Test
    void refusesAWindowThatIsOver() {
        LightpathRequest request = bench.request(reservation);
        bench.time.pass(Duration.ofMinutes(10));
        assertFails(FailureCode.REQUEST_MALFORMED, () -> bench.service.reserve(request));
    }

    @Test
    void refusesATokenASecondTime() {
        Lightpath first = bench.service.reserve(bench.request(reservation));
        bench.service.release(first.id(), HOLDER);
        assertFails(FailureCode.TOKEN_SPENT, () -> bench.service.reserve(bench.request(reservation)));
        bench.assertNothingHeld();
    }

    @Test
    void repeatsAUseWhoseAnswerWasLost() {
        bench.tokens.loseAnswers(true);
        assertFails(FailureCode.SITE_UNREACHABLE, () -> bench.service.reserve(bench.request(reservation)));
        assertThat(bench.store.holding()).isEmpty();
        bench.tokens.loseAnswers(false);
        assertThat(bench.service.reserve(bench.request(reservation)).state()).isEqualTo(LightpathState.RESERVED);
    }

    @Test
    void undoesAllIfOneElementRefuses() {
        Lightpath lightpath = bench.reserved();
        bench.chicago.failWith(FailureCode.ELEMENT_REFUSED);
        bench.chicago.healAfterCalls(1);
        assertFails(FailureCode.ELEMENT_REFUSED, () -> bench.service.provision(lightpath.id(), HOLDER));
        assertThat(bench.state(lightpath)).isEqualTo(LightpathState.RESERVED);
        assertThat(bench.allClean()).isTrue();
        assertThat(bench.service.provision(lightpath.id(), HOLDER).state()).isEqualTo(LightpathState.PROVISIONED);
    }

    @Test
    void holdsOnWhileAnElementIsUnreachableAndLetsGoWhenItIsBack() {
        Lightpath lightpath = bench.provisioned();
        bench.sanDiego.failWith(FailureCode.ELEMENT_UNREACHABLE);
        assertThat(bench.service.release(lightpath.id(), HOLDER).state()).isEqualTo(LightpathState.STRANDED);
        assertThat(bench.amsterdam.isClean()).isTrue();
        assertFails(FailureCode.PORT_IN_USE, () -> bench.service.reserve(bench.request(reservation)));

        bench.time.pass(Duration.ofMinutes(30));
        assertThat(bench.state(lightpath)).isEqualTo(LightpathState.STRANDED);
        assertFails(FailureCode.PORT_IN_USE, () -> bench.service.reserve(bench.request(reservation)));

        bench.sanDiego.heal();
        bench.time.pass(Duration.ofSeconds(9));
        assertThat(bench.state(lightpath)).isEqualTo(LightpathState.RELEASED);
        bench.assertNothingHeld();
    }

    @Test
    void isStrandedIfSwitchingFailsAndUndoingTooAndIsFreedLater() {
        Lightpath lightpath = bench.reserved();
        bench.sanDiego.failWith(FailureCode.ELEMENT_UNREACHABLE);
        assertFails(FailureCode.ELEMENT_UNREACHABLE, () -> bench.service.provision(lightpath.id(), HOLDER));
        assertThat(bench.state(lightpath)).isEqualTo(LightpathState.STRANDED);
        assertThat(bench.amsterdam.isClean()).isTrue();
        bench.sanDiego.heal();
        assertThat(bench.service.release(lightpath.id(), HOLDER).state()).isEqualTo(LightpathState.RELEASED);
        bench.time.pass(Duration.ofMinutes(1));
        bench.assertNothingHeld();
    }

    @Test
    void endsByItselfWithItsWindow() {
        Lightpath used = bench.provisioned();
        bench.time.pass(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(bench.isConnected(used)).isTrue();
        bench.time.pass(Duration.ofSeconds(2));
        assertThat(bench.state(used)).isEqualTo(LightpathState.RELEASED);

        Lightpath unused = bench.reserved();
        bench.time.pass(Duration.ofMinutes(11));
        assertThat(bench.state(unused)).isEqualTo(LightpathState.EXPIRED);
        bench.assertNothingHeld();
    }

    @Test
    void isNotSwitchedOutsideItsWindow() {
        LightpathTerms now = bench.request(reservation).terms();
        LightpathTerms later = new LightpathTerms(
                reservation,
                now.vm(),
                now.ends(),
                now.bandwidth(),
                TimeWindow.starting(bench.time.instant().plusSeconds(3600), Duration.ofMinutes(1)));
        Lightpath lightpath = bench.service.reserve(new LightpathRequest(later, HOLDER, "token"));
        assertFails(FailureCode.STATE_FORBIDS, () -> bench.service.provision(lightpath.id(), HOLDER));
        bench.time.pass(Duration.ofSeconds(3600 - 20));
        assertThat(bench.service.provision(lightpath.id(), HOLDER).state()).isEqualTo(LightpathState.PROVISIONED);
    }

    @Test
    void obeysOnlyWhoReserved() {
        Lightpath lightpath = bench.reserved();
        LightpathId id = lightpath.id();
        assertFails(FailureCode.CALLER_NOT_PERMITTED, () -> bench.service.provision(id, STRANGER));
        assertFails(FailureCode.CALLER_NOT_PERMITTED, () -> bench.service.release(id, STRANGER));
        assertFails(
                FailureCode.CALLER_NOT_PERMITTED,
                () -> bench.service.releaseAllOf(lightpath.terms().reservation(), STRANGER));
        assertThat(bench.service.releaseByOperator(id).state()).isEqualTo(LightpathState.RELEASED);
    }

    @Test
    void releasesAllOfAReservationAlsoIfItNeverCameAbout() {
        assertThat(bench.service.releaseAllOf(reservation, HOLDER)).isEmpty();
        bench.service.provision(
                bench.service.reserve(bench.request(reservation)).id(), HOLDER);
        assertThat(bench.service.releaseAllOf(reservation, HOLDER))
                .extracting(Lightpath::state)
                .containsExactly(LightpathState.RELEASED);
        bench.assertNothingHeld();
    }

    @Test
    void saysThatALightpathIsUnknown() {
        LightpathId unknown = LightpathId.random();
        assertFails(FailureCode.LIGHTPATH_UNKNOWN, () -> bench.service.get(unknown));
        assertFails(FailureCode.LIGHTPATH_UNKNOWN, () -> bench.service.provision(unknown, HOLDER));
        assertFails(FailureCode.LIGHTPATH_UNKNOWN, () -> bench.service.releaseByOperator(unknown));
    }

    @Test
    void refusesUnknownPorts() {
        PathEnds nowhere = new PathEnds(SampleNetworks.AMSTERDAM, PortId.parse("paris:client-1"));
        assertFails(FailureCode.PORT_UNKNOWN, () -> bench.service.reserve(bench.request(reservation, nowhere, 1)));
    }

    @Test
    void goesOnIfAListenerFails() {
        bench.service.listen(now -> {
            throw new IllegalStateException("told to fail");
        });
        assertThat(bench.provisioned().state()).isEqualTo(LightpathState.PROVISIONED);
    }

    @Test
    void listsTheNewestFirst() {
        Lightpath older = bench.service.release(bench.reserved().id(), HOLDER);
        Lightpath newer = bench.reserved();
        assertThat(bench.service.newest(5)).containsExactly(newer, older);
        assertThat(bench.service.newest(1)).containsExactly(newer);
    }
}
