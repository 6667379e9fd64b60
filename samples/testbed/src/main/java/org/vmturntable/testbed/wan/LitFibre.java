package org.vmturntable.testbed.wan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.vmturntable.testbed.topology.Fibre;

/** A fibre pair in use: light in both directions, unless one or both are cut or a port at either end is switched off. */
final class LitFibre {
    private final Fibre fibre;
    private final Map<String, AtomicInteger> cuts;
    /** The elements whose light does not arrive at the other one. */
    private volatile Set<String> cutFrom = Set.of();

    private volatile BooleanSupplier endsAreOn = () -> true;

    LitFibre(Fibre fibre) {
        this.fibre = fibre;
        this.cuts = Map.of(fibre.a().element(), new AtomicInteger(), fibre.b().element(), new AtomicInteger());
    }

    String name() {
        return fibre.name();
    }

    boolean joins(String element) {
        return ends().contains(element);
    }

    /** Loses what is in the fibre and all that is sent into it from now on. */
    void cut() {
        cutFrom(ends());
    }

    /**
     * Loses what comes from that element, and nothing that goes to it.
     *
     * @throws IllegalArgumentException if the fibre does not end there
     */
    void cutFrom(String element) {
        if (!joins(element)) {
            throw new IllegalArgumentException(name() + " does not end at " + element);
        }
        cutFrom(Set.of(element));
    }

    private void cutFrom(Set<String> elements) {
        cutFrom = elements;
        elements.forEach(element -> counterOf(element).incrementAndGet());
    }

    void mend() {
        cutFrom = Set.of();
    }

    /** How often that element's light was cut: a cut that is mended at once still loses what was on its way. */
    int cutsFrom(String element) {
        return counterOf(element).get();
    }

    /** {@code whole}, {@code cut}, or the element from which it is: {@code cut-from-amsterdam}. */
    String condition() {
        Set<String> now = cutFrom;
        if (now.isEmpty()) {
            return "whole";
        }
        return now.size() > 1 ? "cut" : "cut-from-" + now.iterator().next();
    }

    /** True if light of that element arrives at the other one. */
    boolean carriesFrom(String element) {
        return !cutFrom.contains(element) && endsAreOn.getAsBoolean();
    }

    /** True if light of the other element arrives at that one: what its port shows. */
    boolean arrivesAt(String element) {
        return carriesFrom(
                fibre.a().element().equals(element)
                        ? fibre.b().element()
                        : fibre.a().element());
    }

    /** Joins two elements, and gives what then travels between them. */
    List<Transit> join(ElementSwitch a, ElementSwitch b) {
        int portA = a.portNamed(fibre.a().port());
        int portB = b.portNamed(fibre.b().port());
        Duration oneWay = fibre.rtt().dividedBy(2);
        FibreDirection there = new FibreDirection(this, fibre.a().element(), fibre.rate(), oneWay, b, portB);
        FibreDirection back = new FibreDirection(this, fibre.b().element(), fibre.rate(), oneWay, a, portA);
        endsAreOn = () -> a.element().isEnabled(portA) && b.element().isEnabled(portB);
        a.lead(portA, there);
        b.lead(portB, back);
        return List.of(there, back);
    }

    private Set<String> ends() {
        return cuts.keySet();
    }

    private AtomicInteger counterOf(String element) {
        return Objects.requireNonNull(cuts.get(element), "one of the fibre's two ends");
    }
}
