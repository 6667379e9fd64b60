package org.vmturntable.wsrf.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vmturntable.kernel.Failures.assertFails;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.HandClock;
import org.vmturntable.wsrf.topic.Topic;

class SubscriptionHomeTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final Topic STATE = new Topic("urn:t", List.of("state"));
    private static final SubscriptionTerms TERMS =
            new SubscriptionTerms(Duration.ofMinutes(1), Duration.ofMinutes(10), 2, 3);
    private static final Consumer CONSUMER = new Consumer(URI.create("https://consumer/"), List.of());

    private final HandClock clock = new HandClock(START);
    private final InMemorySubscriptions store = new InMemorySubscriptions();
    private final SubscriptionHome home = new SubscriptionHome(store, TERMS, clock);

    @Test
    void endsASubscriptionExactlyAtItsTime() {
        String key = home.key(subscribe(Optional.of(START.plusSeconds(10))));
        clock.set(START.plusSeconds(9));
        assertThat(home.require(key)).isNotNull();
        clock.set(START.plusSeconds(10));
        assertUnknown(key);
        assertThat(store.all()).isEmpty();
    }

    @Test
    void renewsUntilALaterTimeOrForTheUsualOne() {
        String key = home.key(subscribe(Optional.of(START.plusSeconds(10))));
        home.renew(key, Optional.of(START.plusSeconds(20)));
        clock.set(START.plusSeconds(15));
        Instant usual = START.plusSeconds(15).plus(TERMS.usual());
        assertThat(home.renew(key, Optional.empty()).ends()).contains(usual);
        assertThat(store.all().get(0).ends()).contains(usual);
    }

    @Test
    void refusesATimeThatIsPastOrTooFarAway() {
        assertFails(FailureCode.REQUEST_MALFORMED, () -> subscribe(Optional.of(START)));
        Instant tooFar = START.plus(TERMS.longest()).plusSeconds(1);
        assertFails(FailureCode.REQUEST_MALFORMED, () -> subscribe(Optional.of(tooFar)));
        String key = home.key(subscribe(Optional.empty()));
        assertFails(FailureCode.REQUEST_MALFORMED, () -> home.renew(key, Optional.of(tooFar)));
    }

    @Test
    void countsTheSubscriptionsOfOneSubscriberAndOfAll() {
        subscribe("ann", Optional.of(START.plusSeconds(10)));
        subscribe("ann", Optional.empty());
        assertFails(FailureCode.SUBSCRIPTIONS_EXHAUSTED, () -> subscribe("ann", Optional.empty()));
        subscribe("bob", Optional.empty());
        assertFails(FailureCode.SUBSCRIPTIONS_EXHAUSTED, () -> subscribe("cyd", Optional.empty()));
        clock.set(START.plusSeconds(10));
        assertThat(subscribe("cyd", Optional.empty()).subscriber()).isEqualTo("cyd");
    }

    @Test
    void endsSubscriptionsWithTheirProducer() {
        String key = home.key(subscribe(Optional.empty()));
        home.producerEnded("another");
        assertThat(home.require(key)).isNotNull();
        home.producerEnded("migration");
        assertUnknown(key);
        assertThat(store.all()).isEmpty();
    }

    @Test
    void doesNotRenewWhatIsOver() {
        String key = home.key(subscribe(Optional.of(START.plusSeconds(10))));
        clock.set(START.plusSeconds(11));
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
    void tellsOfEverySubscriptionThatEndsForWhateverReason() {
        List<SubscriptionId> removed = new ArrayList<>();
        home.whenRemoved(removed::add);
        Subscription brief = subscribe("ann", Optional.of(START.plusSeconds(10)));
        Subscription destroyed = subscribe("ann", Optional.empty());
        Subscription lasting = subscribe("bob", Optional.empty());
        home.destroy(home.key(destroyed));
        clock.set(START.plusSeconds(10));
        assertThat(home.find(brief.id())).isEmpty();
        assertThat(removed).containsExactly(destroyed.id(), brief.id());
        home.producerEnded("migration");
        assertThat(removed).containsExactly(destroyed.id(), brief.id(), lasting.id());
    }

    @Test
    void findsItsSubscriptionsAgainAfterARestart() {
        Subscription lasting = subscribe(Optional.empty());
        subscribe(Optional.of(START.plusSeconds(1)));
        clock.set(START.plusSeconds(2));
        assertThat(new SubscriptionHome(store, TERMS, clock).all()).containsExactly(lasting);
    }

    private Subscription subscribe(Optional<Instant> ends) {
        return subscribe("ann", ends);
    }

    private Subscription subscribe(String subscriber, Optional<Instant> ends) {
        return home.subscribe(new SubscriptionWish("migration", subscriber, STATE, CONSUMER, ends, 0));
    }

    private void assertUnknown(String key) {
        assertFails(FailureCode.SUBSCRIPTION_UNKNOWN, () -> home.require(key));
    }
}
