package org.vmturntable.wsrf.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.wsrf.resource.XmlElement;
import org.vmturntable.wsrf.topic.Topic;

class DeliveryTest {
    private static final Topic STATE = new Topic("urn:t", List.of("migration", "state"));
    private static final Topic OTHER = new Topic("urn:t", List.of("vm"));
    private static final Retry HASTY = new Retry(Duration.ofMillis(1), Duration.ofMillis(4), 5);

    private final InMemorySubscriptions store = new InMemorySubscriptions();
    private final RememberedEvents log = new RememberedEvents();
    private final Map<String, List<Long>> received = new ConcurrentHashMap<>();
    private SubscriptionHome home = new SubscriptionHome(store, SubscriptionTerms.USUAL, Clock.systemUTC());
    private Delivery delivery = new Delivery(home, log, this::receive, HASTY);

    @AfterEach
    void stop() {
        delivery.close();
    }

    @Test
    void bringsEveryEventInOrder() throws Exception {
        subscribe("good", "m1");
        LongStream.rangeClosed(1, 100).forEach(position -> happens("m1", position));
        await(() -> received("good").size() == 100);
        assertThat(received("good")).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void bringsWhatHappenedBeforeTheSubscriptionIfAskedTo() throws Exception {
        happens("m1", 1);
        happens("m1", 2);
        subscribe("good", "m1");
        delivery.catchUp();
        await(() -> received("good").equals(List.of(1L, 2L)));
    }

    @Test
    void leavesOutOtherProducersAndTopics() throws Exception {
        subscribe("good", "m1");
        happens("m2", 1);
        log.events.add(new RememberedEvents.Entry("m1", event(OTHER, 2)));
        delivery.happened("m1");
        happens("m1", 3);
        await(() -> !received("good").isEmpty());
        assertThat(received("good")).containsExactly(3L);
    }

    @Test
    void triesAgainAndKeepsTheOrder() throws Exception {
        subscribe("flaky", "m1");
        LongStream.rangeClosed(1, 20).forEach(position -> happens("m1", position));
        await(() -> received("flaky").size() == 20);
        assertThat(received("flaky")).isSorted();
    }

    @Test
    void deadConsumersDoNotHoldUpALivingOne() throws Exception {
        List<Subscription> hanging = LongStream.range(0, 3)
                .mapToObj(ignored -> subscribe("hanging", "m1"))
                .toList();
        subscribe("good", "m1");
        LongStream.rangeClosed(1, 10).forEach(position -> happens("m1", position));
        await(() -> received("good").size() == 10);
        assertThat(home.all()).containsAll(hanging);
        release.countDown();
    }

    @Test
    void endsTheSubscriptionOfAConsumerThatStaysDead() throws Exception {
        Subscription dead = subscribe("dead", "m1");
        happens("m1", 1);
        await(() -> home.find(dead.id()).isEmpty());
        assertThat(store.all()).isEmpty();
    }

    @Test
    void goesOnAfterARestartWhereItStopped() throws Exception {
        subscribe("good", "m1");
        happens("m1", 1);
        await(() -> store.all().get(0).position() == 1);
        delivery.close();
        happens("m1", 2);
        home = new SubscriptionHome(store, SubscriptionTerms.USUAL, Clock.systemUTC());
        delivery = new Delivery(home, log, this::receive, HASTY);
        delivery.catchUp();
        await(() -> received("good").size() == 2);
        assertThat(received("good")).containsExactly(1L, 2L);
    }

    @Test
    void keepsNothingOfASubscriptionThatEnded() throws Exception {
        Subscription ended = subscribe("good", "m1");
        Subscription lasting = subscribe("good", "m1");
        happens("m1", 1);
        await(() -> received("good").size() == 2);
        assertThat(delivery.lanes()).isEqualTo(2);
        home.destroy(home.key(ended));
        assertThat(delivery.lanes()).isEqualTo(1);
        assertThat(home.all()).extracting(Subscription::id).containsExactly(lasting.id());
    }

    private final CountDownLatch release = new CountDownLatch(1);

    private void receive(Subscription to, Event event) {
        String name = to.consumer().address().getHost();
        switch (name) {
            case "dead" -> throw unreachable();
            case "hanging" -> hang();
            case "flaky" -> failTwiceInThree();
            default -> {}
        }
        received.computeIfAbsent(name, ignored -> new CopyOnWriteArrayList<>()).add(event.position());
    }

    private void hang() {
        try {
            release.await();
        } catch (InterruptedException stopped) {
            throw unreachable();
        }
    }

    private int attempts;

    private synchronized void failTwiceInThree() {
        if (attempts++ % 3 != 2) {
            throw unreachable();
        }
    }

    private static GridException unreachable() {
        return new GridException(FailureCode.SITE_UNREACHABLE, "The consumer does not answer");
    }

    private Subscription subscribe(String host, String producer) {
        Consumer consumer = new Consumer(URI.create("https://" + host + "/"), List.of());
        return home.subscribe(new SubscriptionWish(producer, "ann", STATE, consumer, Optional.empty(), 0));
    }

    private void happens(String producer, long position) {
        log.events.add(new RememberedEvents.Entry(producer, event(STATE, position)));
        delivery.happened(producer);
    }

    private static Event event(Topic topic, long position) {
        return new Event(topic, position, XmlElement.of(new QName("urn:m", "Message"), position));
    }

    private List<Long> received(String host) {
        return received.getOrDefault(host, List.of());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for a delivery").isLessThan(deadline);
            Thread.sleep(2);
        }
    }

    private static final class RememberedEvents implements EventLog {
        private final List<Entry> events = new CopyOnWriteArrayList<>();

        @Override
        public List<Event> after(String producer, Topic topic, long after, int limit) {
            return events.stream()
                    .filter(each -> each.producer().equals(producer))
                    .map(Entry::event)
                    .filter(each -> each.topic().equals(topic) && each.position() > after)
                    .limit(limit)
                    .toList();
        }

        @Override
        public long latest(String producer) {
            return after(producer, STATE, 0, Integer.MAX_VALUE).stream()
                    .mapToLong(Event::position)
                    .max()
                    .orElse(0);
        }

        record Entry(String producer, Event event) {}
    }
}
