package org.vmturntable.testbed.wan;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.vmturntable.testbed.topology.Fibre;

/** A fibre pair in use: light in both directions, unless it is cut or a port at either end is switched off. */
final class LitFibre {
    private final Fibre fibre;
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean cut;
    private volatile BooleanSupplier endsAreOn = () -> true;

    LitFibre(Fibre fibre) {
        this.fibre = fibre;
    }

    String name() {
        return fibre.name();
    }

    /** Loses what is in the fibre and all that is sent into it from now on. */
    void cut() {
        cut = true;
        cuts.incrementAndGet();
    }

    void mend() {
        cut = false;
    }

    /** How often it was cut: a cut that is mended at once still loses what was on its way. */
    int cuts() {
        return cuts.get();
    }

    boolean isCut() {
        return cut;
    }

    boolean isLit() {
        return !cut && endsAreOn.getAsBoolean();
    }

    /** Joins two elements, and gives what then travels between them. */
    List<Transit> join(ElementSwitch a, ElementSwitch b) {
        int portA = a.portNamed(fibre.a().port());
        int portB = b.portNamed(fibre.b().port());
        Duration oneWay = fibre.rtt().dividedBy(2);
        FibreDirection there = new FibreDirection(this, fibre.rate(), oneWay, b, portB);
        FibreDirection back = new FibreDirection(this, fibre.rate(), oneWay, a, portA);
        endsAreOn = () -> a.element().isEnabled(portA) && b.element().isEnabled(portB);
        a.lead(portA, there);
        b.lead(portB, back);
        return List.of(there, back);
    }
}
