package org.vmturntable.wsrf.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.wsrf.topic.Topic;

class SubscriptionHomeTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final Topic STATE = new Topic("urn:t", List.of("state"));
    private static final Consumer CONSUMER = new Consumer(URI.create("https://consumer/"), List.of());

    private final SettableClock clock = new SettableClock();
    private final InMemorySubscriptions store = new InMemorySubscriptions();
    private final SubscriptionHome home = new SubscriptionHome(store, clock);

    @Test
    void endsASubscriptionExactlyAtItsTime() {
        String key = home.key(subscribe(Optional.of(START.plusSeconds(10))));
        clock.now = START.plusSeconds(9);
        assertThat(home.require(key)).isNotNull();
        clock.now = START.plusSeconds(10);
        assertUnknown(key);
        assertThat(store.all()).isEmpty();
    }

    @Test
    void renewsUntilALaterTimeOrForGood() {
        String key = home.key(subscribe(Optional.of(START.plusSeconds(10))));
        home.renew(key, Optional.of(START.plusSeconds(20)));
        clock.now = START.plusSeconds(15);
        assertThat(home.renew(key, Optional.empty()).ends()).isEmpty();
        assertThat(store.all().get(0).ends()).isEmpty();
    }

    @Test
    void refusesATimeThatIsPast() {
        assertThatThrownBy(() -> subscribe(Optional.of(START)))
                .isInstanceOfSatisfying(
                        GridException.class,
                        refused -> assertThat(refused.code()).isEqualTo(FailureCode.REQUEST_MALFORMED));
    }

    @Test
    void doesNotRenewWhatIsOver() {
        String key = home.key(subscribe(Optional.of(START.plusSeconds(10))));
        clock.now = START.plusSeconds(11);
        assertThatThrownBy(() -> home.renew(key, Optional.empty())).isInstanceOf(GridException.class);
    }

    @Test
    void forgetsOnRequest() {
        String key = home.key(subscribe(Optional.empty()));
        home.destroy(key);
        assertUnknown(key);
        assertUnknown("no such key");
    }

    @Test
    void findsItsSubscriptionsAgainAfterARestart() {
        Subscription lasting = subscribe(Optional.empty());
        subscribe(Optional.of(START.plusSeconds(1)));
        clock.now = START.plusSeconds(2);
        assertThat(new SubscriptionHome(store, clock).all()).containsExactly(lasting);
    }

    private Subscription subscribe(Optional<Instant> ends) {
        return home.subscribe("migration", STATE, CONSUMER, ends, 0);
    }

    private void assertUnknown(String key) {
        assertThatThrownBy(() -> home.require(key))
                .isInstanceOfSatisfying(
                        GridException.class,
                        refused -> assertThat(refused.code()).isEqualTo(FailureCode.SUBSCRIPTION_UNKNOWN));
    }

    private static final class SettableClock extends Clock {
        private Instant now = START;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
