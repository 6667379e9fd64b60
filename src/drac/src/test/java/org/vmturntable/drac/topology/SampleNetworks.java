package org.vmturntable.drac.topology;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.PortId;

/** Networks that tests use. */
public final class SampleNetworks {
    public static final Bandwidth GIGABIT = Bandwidth.ofMegabitsPerSecond(1_000);
    public static final PortId AMSTERDAM = PortId.parse("amsterdam:client-1");
    public static final PortId CHICAGO = PortId.parse("chicago:client-1");
    public static final PortId SAN_DIEGO = PortId.parse("sandiego:client-1");
    public static final LabelRange LABELS = new LabelRange(100, 199);

    private SampleNetworks() {}

    /** As at iGRID 2005: Amsterdam, Chicago and San Diego in a row. */
    public static Topology chain() {
        return chain(LABELS);
    }

    public static Topology chain(LabelRange labels) {
        return new Topology(
                List.of(
                        element("amsterdam", "line-1"),
                        element("chicago", "line-1", "line-2"),
                        element("sandiego", "line-1")),
                List.of(
                        link("amsterdam:line-1", "chicago:line-1", GIGABIT, 98),
                        link("chicago:line-2", "sandiego:line-1", GIGABIT, 100)),
                labels);
    }

    /** The chain, a slower and wider detour by London, and Tokyo, where no fibre leads. */
    public static Topology ring(LabelRange labels) {
        Bandwidth tenGigabit = Bandwidth.ofMegabitsPerSecond(10_000);
        return new Topology(
                List.of(
                        element("amsterdam", "line-1", "line-2"),
                        element("chicago", "line-1", "line-2"),
                        element("sandiego", "line-1", "line-2"),
                        element("london", "line-1", "line-2"),
                        element("tokyo")),
                List.of(
                        link("amsterdam:line-1", "chicago:line-1", GIGABIT, 98),
                        link("chicago:line-2", "sandiego:line-1", GIGABIT, 100),
                        link("amsterdam:line-2", "london:line-1", tenGigabit, 10),
                        link("london:line-2", "sandiego:line-2", tenGigabit, 250)),
                labels);
    }

    public static Link link(String a, String b, Bandwidth capacity, long roundTripMillis) {
        return new Link(PortId.parse(a), PortId.parse(b), capacity, Duration.ofMillis(roundTripMillis));
    }

    private static Element element(String name, String... lines) {
        Set<String> ports = new HashSet<>(Set.of("client-1", "client-2", "client-3"));
        ports.addAll(List.of(lines));
        return new Element(name, ports);
    }
}
