package org.vmturntable.testbed.demo.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against real sockets; the server misbehaves as a badly carried guest might. */
class EchoSessionTest {
    private static Echoes standingAfter(MisbehavingEcho.Behaviour behaviour) throws Exception {
        try (MisbehavingEcho server = new MisbehavingEcho(behaviour);
                EchoSession session = EchoSession.open(server.address(), Clock.systemUTC())) {
            long patience = System.nanoTime() + 10_000_000_000L;
            while (session.standing().answered() < 30
                    && session.standing().fault().isEmpty()
                    && System.nanoTime() < patience) {
                Thread.sleep(5);
            }
            return session.finish();
        }
    }

    @Test
    void aSessionThatIsServedWellIsComplete() throws Exception {
        Echoes echoes = standingAfter(MisbehavingEcho::well);
        assertThat(echoes.complete()).as(echoes.toString()).isTrue();
        assertThat(echoes.sent()).isGreaterThanOrEqualTo(30);
    }

    @Test
    void seesASessionThatBeganToCountAnew() throws Exception {
        Echoes echoes = standingAfter((number, line) -> MisbehavingEcho.well(number < 10 ? number : number - 9, line));
        assertThat(echoes.complete()).isFalse();
        assertThat(echoes.answered()).isEqualTo(9);
        assertThat(echoes.fault()).get().asString().startsWith("expected '10 viz-");
    }

    @Test
    void seesALineThatWasLost() throws Exception {
        Echoes echoes =
                standingAfter((number, line) -> number == 7 ? Optional.of("") : MisbehavingEcho.well(number, line));
        assertThat(echoes.answered()).isEqualTo(6);
        assertThat(echoes.fault()).get().asString().contains("got '8 viz-");
    }

    @Test
    void seesALineThatCameTwice() throws Exception {
        Echoes echoes = standingAfter((number, line) ->
                MisbehavingEcho.well(number, line).map(answer -> number == 7 ? answer + answer : answer));
        assertThat(echoes.complete()).isFalse();
        assertThat(echoes.answered()).isEqualTo(7);
    }

    @Test
    void seesALineThatWasChanged() throws Exception {
        Echoes echoes = standingAfter(
                (number, line) -> MisbehavingEcho.well(number, number == 5 ? line.replace("viz", "vis") : line));
        assertThat(echoes.answered()).isEqualTo(4);
    }

    @Test
    void seesASessionThatTheGuestEnded() throws Exception {
        Echoes echoes =
                standingAfter((number, line) -> number == 12 ? Optional.empty() : MisbehavingEcho.well(number, line));
        assertThat(echoes.complete()).isFalse();
        assertThat(echoes.fault()).isPresent();
        assertThat(echoes.answered()).isLessThanOrEqualTo(11);
    }

    @Test
    void seesAnAnswerToALineThatWasNeverSent() {
        EchoLedger ledger = new EchoLedger("s");
        ledger.answer("1 s-1");
        assertThat(ledger.standing().fault()).get().asString().contains("never sent");
    }

    @Test
    void keepsTheFirstReason() {
        EchoLedger ledger = new EchoLedger("s");
        ledger.next();
        ledger.fail("first");
        ledger.fail("second");
        ledger.answer("1 s-1");
        assertThat(ledger.standing()).isEqualTo(new Echoes(1, 0, Optional.of("first")));
    }

    @Test
    void measuresHowLongNoAnswerCame() throws Exception {
        Instant begin = Instant.now();
        MisbehavingEcho.Behaviour slow = (number, line) -> {
            Thread.sleep(number == 20 ? 300 : 0);
            return MisbehavingEcho.well(number, line);
        };
        try (MisbehavingEcho server = new MisbehavingEcho(slow);
                EchoSession session = EchoSession.open(server.address(), Clock.systemUTC())) {
            Thread.sleep(1_000);
            assertThat(session.finish().complete()).isTrue();
            assertThat(session.longestSilence(begin, Instant.now()).millis()).isGreaterThanOrEqualTo(295);
        }
    }
}
