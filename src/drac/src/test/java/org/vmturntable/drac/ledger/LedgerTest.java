package org.vmturntable.drac.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vmturntable.drac.ledger.LoadProfileTest.window;
import static org.vmturntable.kernel.Failures.assertFails;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.vmturntable.drac.topology.Link;
import org.vmturntable.drac.topology.Route;
import org.vmturntable.drac.topology.SampleNetworks;
import org.vmturntable.drac.topology.Topology;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.TimeWindow;

class LedgerTest {
    private final Topology chain = SampleNetworks.chain();
    private final Link fibre = chain.links().get(0);
    private final Ledger ledger = new Ledger(chain);

    /** OSCARS 1.2.37 keeps the changes at one moment as a set, so two equal ones that begin together count once. */
    @Test
    void countsTwoEqualBookingsThatBeginTogether() {
        book(400, 1, 100, window(0, 10));
        book(400, 2, 101, window(0, 10));
        assertThat(ledger.residual(fibre, window(0, 10))).isEqualTo(mbits(200));
    }

    /** OSCARS 1.2.37 takes bookings that only touch for overlapping. */
    @Test
    void oneBookingMayBeginWhenAnotherEnds() {
        book(1000, 1, 100, window(0, 10));
        book(1000, 1, 100, window(10, 20));
        assertThat(ledger.residual(fibre, window(20, 30))).isEqualTo(SampleNetworks.GIGABIT);
    }

    /** OpenDRAC adds up all bookings that overlap the asked window, also those that never coexist. */
    @Test
    void bookingsThatNeverCoexistDoNotBlockAThird() {
        book(600, 1, 100, window(0, 10));
        book(600, 1, 101, window(10, 20));
        assertThat(ledger.residual(fibre, window(0, 20))).isEqualTo(mbits(400));
        book(400, 2, 102, window(0, 20));
        assertThat(ledger.residual(fibre, window(0, 20))).isEqualTo(Bandwidth.ZERO);
    }

    @Test
    void givesAPortToOneLightpathAtATime() {
        book(10, 1, 100, window(0, 10));
        assertThat(ledger.isPortFree(SampleNetworks.AMSTERDAM, window(9, 20))).isFalse();
        assertThat(ledger.isPortFree(SampleNetworks.AMSTERDAM, window(10, 20))).isTrue();
        assertThatThrownBy(() -> book(10, 1, 101, window(5, 6))).isInstanceOf(GridException.class);
    }

    @Test
    void givesALabelToOneLightpathAtATimeAtEachElement() {
        book(10, 1, 100, window(0, 10));
        assertThat(ledger.isLabelFree("chicago", 100, window(0, 1))).isFalse();
        assertThat(ledger.isLabelFree("chicago", 101, window(0, 1))).isTrue();
        assertThat(ledger.isLabelFree("sandiego", 100, window(0, 1))).isTrue();
        assertThatThrownBy(() -> book(10, 2, 100, window(5, 6))).isInstanceOf(GridException.class);
    }

    @Test
    void holdsWhatCouldNotBeCleanedBeyondItsWindow() {
        LightpathId stranded = book(700, 1, 100, window(0, 10));
        book(700, 1, 100, window(10, 20));
        ledger.holdBeyondWindow(stranded);
        assertThat(ledger.residual(fibre, window(10, 20))).isEqualTo(Bandwidth.ZERO);
        assertThat(ledger.residual(fibre, window(1_000_000, 1_000_001))).isEqualTo(mbits(300));
        ledger.free(stranded);
        assertThat(ledger.residual(fibre, window(10, 20))).isEqualTo(mbits(300));
    }

    @Test
    void extendsABookingOnlyIfEverythingThatItHasIsFreeInTheAddedTime() {
        LightpathId first = book(700, 1, 100, window(0, 10));
        book(700, 2, 101, window(20, 30));
        assertFails(FailureCode.NO_PATH_IN_WINDOW, () -> ledger.extend(first, second(21)));
        assertThat(ledger.residual(fibre, window(10, 20))).isEqualTo(SampleNetworks.GIGABIT);
        ledger.extend(first, second(20));
        assertThat(ledger.residual(fibre, window(0, 20))).isEqualTo(mbits(300));
        ledger.free(first);
        assertThat(ledger.residual(fibre, window(0, 20))).isEqualTo(SampleNetworks.GIGABIT);
    }

    @Test
    void extendsNoBookingWhosePortOrLabelIsAnothersThen() {
        LightpathId first = book(10, 1, 100, window(0, 10));
        LightpathId second = book(10, 2, 101, window(0, 10));
        book(10, 1, 102, window(15, 20));
        book(10, 3, 101, window(15, 20));
        assertFails(FailureCode.PORT_IN_USE, () -> ledger.extend(first, second(16)));
        assertFails(FailureCode.NO_LABEL_FREE, () -> ledger.extend(second, second(16)));
        assertFails(FailureCode.LIGHTPATH_UNKNOWN, () -> ledger.extend(LightpathId.random(), second(16)));
    }

    /** All or nothing: what is refused leaves no trace, what is granted takes nothing from anyone. */
    @Property
    void extensionsNeverGiveBandwidthTwice(
            @ForAll @Size(max = 25) List<@From("wishes") Wish> wishes,
            @ForAll @Size(max = 25) List<@LongRange(min = 1, max = 20) Long> extensions) {
        Ledger one = new Ledger(chain);
        Map<LightpathId, Wish> granted = new LinkedHashMap<>();
        for (int i = 0; i < Math.max(wishes.size(), extensions.size()); i++) {
            if (i < wishes.size()) {
                bookIfFree(one, wishes.get(i), granted);
            }
            if (i < extensions.size()) {
                extendOneIfFree(one, i, extensions.get(i), granted);
            }
        }
        for (long second = 0; second < 600; second++) {
            long total = total(granted.values(), second);
            assertThat(total).isLessThanOrEqualTo(1000);
            assertThat(one.residual(fibre, window(second, second + 1))).isEqualTo(mbits(1000 - total));
        }
    }

    private static void bookIfFree(Ledger one, Wish wish, Map<LightpathId, Wish> granted) {
        Booking booking = wish.booking();
        try {
            one.book(booking);
            granted.put(booking.id(), wish);
        } catch (GridException full) {
            assertThat(full.code()).isEqualTo(FailureCode.INVARIANT_BROKEN);
        }
    }

    private static void extendOneIfFree(Ledger one, int which, long seconds, Map<LightpathId, Wish> granted) {
        if (granted.isEmpty()) {
            return;
        }
        LightpathId id = List.copyOf(granted.keySet()).get(which % granted.size());
        Wish longer = requireNonNull(granted.get(id)).longerBy(seconds);
        try {
            one.extend(id, longer.window().until());
            granted.put(id, longer);
        } catch (GridException full) {
            assertThat(granted.entrySet())
                    .anyMatch(other -> !other.getKey().equals(id) && longer.sharesAMomentWith(other.getValue()));
        }
    }

    @Property
    void neverGivesBandwidthTwice(@ForAll @Size(max = 25) List<@From("wishes") Wish> wishes) {
        Ledger one = new Ledger(chain);
        List<Wish> granted = new ArrayList<>();
        for (Wish wish : wishes) {
            try {
                one.book(wish.booking());
                granted.add(wish);
            } catch (GridException full) {
                assertThat(granted).anyMatch(wish::sharesAMomentWith);
            }
        }
        for (long second = 0; second < 60; second++) {
            assertThat(total(granted, second)).isLessThanOrEqualTo(1000);
            assertThat(one.residual(fibre, window(second, second + 1))).isEqualTo(mbits(1000 - total(granted, second)));
        }
    }

    private static long total(Collection<Wish> granted, long second) {
        return granted.stream()
                .filter(wish -> wish.window().contains(window(second, second + 1)))
                .flatMapToLong(wish -> LongStream.of(wish.megabits()))
                .sum();
    }

    @Provide
    Arbitrary<Wish> wishes() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 40),
                        Arbitraries.longs().between(1, 20),
                        Arbitraries.longs().between(1, 1000),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(100, 105))
                .as((from, length, megabits, client, label) ->
                        new Wish(window(from, from + length), megabits, client, label));
    }

    private LightpathId book(long megabits, int client, int label, TimeWindow window) {
        Booking booking = new Wish(window, megabits, client, label).booking();
        ledger.book(booking);
        return booking.id();
    }

    private static Instant second(long second) {
        return window(0, second).until();
    }

    private static Bandwidth mbits(long megabits) {
        return Bandwidth.ofMegabitsPerSecond(megabits);
    }

    /** A lightpath from Amsterdam to Chicago, between the clients of that number. */
    record Wish(TimeWindow window, long megabits, int client, int label) {
        Booking booking() {
            String ports = "amsterdam:client-" + client + " amsterdam:line-1 chicago:line-1 chicago:client-" + client;
            Route route = new Route(Route.portsFromText(ports), label, Duration.ofMillis(98));
            return new Booking(LightpathId.random(), route, mbits(megabits), window);
        }

        Wish longerBy(long seconds) {
            TimeWindow longer = new TimeWindow(window.from(), window.until().plusSeconds(seconds));
            return new Wish(longer, megabits, client, label);
        }

        boolean sharesAMomentWith(Wish other) {
            return window.overlaps(other.window);
        }
    }
}
