package org.vmturntable.testbed.wan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.PortId;
import org.vmturntable.testbed.element.ElementConfiguration;
import org.vmturntable.testbed.element.ElementPort;
import org.vmturntable.testbed.element.OpticalElement;
import org.vmturntable.testbed.element.PortSet;
import org.vmturntable.testbed.element.Vlan;
import org.vmturntable.testbed.topology.Fibre;

class ElementSwitchTest {
    private static final Bandwidth GIGABIT = Bandwidth.ofMegabitsPerSecond(1000);
    private static final int MTU = 8174;
    private static final int CLIENT = 1;
    private static final int LINE = 2;
    private static final long LONG_AFTER = Duration.ofSeconds(1).toNanos();

    private final ElementSwitch amsterdam = element("amsterdam");
    private final ElementSwitch chicago = element("chicago");
    private final LitFibre fibre = new LitFibre(new Fibre(
            "atlantic",
            new PortId("amsterdam", "port-2"),
            new PortId("chicago", "port-2"),
            GIGABIT,
            Duration.ofMillis(98)));
    private final List<Transit> directions = fibre.join(amsterdam, chicago);
    private final List<Integer> tagsAtTheClient = new ArrayList<>();

    @BeforeEach
    void leadToTheClient() {
        chicago.lead(CLIENT, frame -> tagsAtTheClient.add(frame.tag));
    }

    @Test
    void carriesAFrameFromClientToClientWithoutItsTag() {
        join(amsterdam);
        join(chicago);
        amsterdam.receive(CLIENT, Frames.plain(100));
        deliver();
        assertThat(tagsAtTheClient).containsExactly(0);
    }

    @Test
    void takesHalfTheRoundTripAndTheFramesOwnTime() {
        join(amsterdam);
        Frame frame = Frames.plain(1000);
        amsterdam.receive(CLIENT, frame);
        assertThat(directions.get(0).nextArrival())
                .isEqualTo(Duration.ofMillis(49).toNanos() + 8L * frame.wireBytes);
    }

    @Test
    void carriesNothingThatNoVlanJoins() {
        join(chicago);
        amsterdam.receive(CLIENT, Frames.plain(100));
        assertThat(directions.get(0).nextArrival()).isEqualTo(DelayLine.NEVER);
    }

    @Test
    void losesWhatIsOnItsWayWhenTheFarElementIsParted() {
        join(amsterdam);
        join(chicago);
        amsterdam.receive(CLIENT, Frames.plain(100));
        chicago.element().configure(ElementConfiguration.initial(List.of(CLIENT, LINE)));
        deliver();
        assertThat(tagsAtTheClient).isEmpty();
    }

    @Test
    void losesWhatIsInAFibreThatIsCutEvenIfItIsMendedAtOnce() {
        join(amsterdam);
        join(chicago);
        amsterdam.receive(CLIENT, Frames.plain(100));
        fibre.cut();
        fibre.mend();
        deliver();
        assertThat(tagsAtTheClient).isEmpty();

        amsterdam.receive(CLIENT, Frames.plain(100));
        deliver();
        assertThat(tagsAtTheClient).hasSize(1);
    }

    @Test
    void losesATrainWhosePacketsAreLargerThanTheMtu() {
        join(amsterdam);
        amsterdam.receive(CLIENT, Frames.train(64_000, MTU));
        assertThat(directions.get(0).nextArrival()).isEqualTo(DelayLine.NEVER);
    }

    @Test
    void isDarkAtBothEndsWhenOneEndIsSwitchedOff() {
        amsterdam.element().configure(new ElementConfiguration(new TreeMap<>(), new TreeMap<>(), PortSet.of(LINE)));
        assertThat(fibre.arrivesAt("amsterdam")).isFalse();
        assertThat(fibre.arrivesAt("chicago")).isFalse();
    }

    @Test
    void aFibreThatIsCutOneWayLosesWhatGoesThereAndKeepsWhatComesBack() {
        join(amsterdam);
        join(chicago);
        List<Integer> tagsAtAmsterdam = new ArrayList<>();
        amsterdam.lead(CLIENT, frame -> tagsAtAmsterdam.add(frame.tag));
        amsterdam.receive(CLIENT, Frames.plain(100));
        chicago.receive(CLIENT, Frames.plain(100));
        fibre.cutFrom("amsterdam");
        deliver();
        assertThat(tagsAtTheClient).isEmpty();
        assertThat(tagsAtAmsterdam).hasSize(1);
        assertThat(fibre.arrivesAt("chicago")).isFalse();
        assertThat(fibre.arrivesAt("amsterdam")).isTrue();
        assertThat(fibre.condition()).isEqualTo("cut-from-amsterdam");

        fibre.mend();
        amsterdam.receive(CLIENT, Frames.plain(100));
        deliver();
        assertThat(tagsAtTheClient).hasSize(1);
    }

    private void deliver() {
        directions.forEach(direction -> direction.deliver(LONG_AFTER));
    }

    private static void join(ElementSwitch element) {
        Vlan vlan = new Vlan("test", PortSet.of(CLIENT, LINE), PortSet.NONE, PortSet.of(CLIENT), true);
        element.element()
                .configure(new ElementConfiguration(
                        new TreeMap<>(Map.of(100, vlan)), new TreeMap<>(Map.of(CLIENT, 100, LINE, 1)), PortSet.NONE));
    }

    private static ElementSwitch element(String name) {
        return new ElementSwitch(new OpticalElement(name, List.of(port(CLIENT), port(LINE))));
    }

    private static ElementPort port(int index) {
        return new ElementPort(index, "port-" + index, GIGABIT, MTU, () -> true);
    }
}
