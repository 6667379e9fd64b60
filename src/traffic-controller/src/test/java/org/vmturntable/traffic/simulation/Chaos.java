package org.vmturntable.traffic.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.HandClock;
import org.vmturntable.traffic.site.HostingSites;

/** Decides by its seed what fails, and kills the process at given moments. */
public final class Chaos {
    private final Random random;
    private final HandClock clock;
    private final Set<Integer> killAt = new HashSet<>();
    private final Queue<Supplier<?>> late = new ArrayDeque<>();
    private int moments;
    private int percentFailing;
    private int changeAt = Integer.MAX_VALUE;
    private int percentFailingThen;
    private boolean dead;

    public Chaos(long seed, HandClock clock) {
        this.random = new Random(seed);
        this.clock = clock;
    }

    /** Of every hundred calls that leave the site, so many fail. */
    public void failing(int percent) {
        percentFailing = percent;
    }

    /** From that moment on, another share of them. */
    public void failingFrom(int moment, int percent) {
        changeAt = moment;
        percentFailingThen = percent;
    }

    public void killAtMoment(int moment) {
        killAt.add(moment);
    }

    /** How many moments at which the process could die have passed. */
    public int moments() {
        return moments;
    }

    public void restart() {
        dead = false;
    }

    /** Ends all trouble: what is still on its way arrives. */
    public void heal() {
        percentFailing = 0;
        changeAt = Integer.MAX_VALUE;
        killAt.clear();
        deliverLate();
    }

    public boolean happens(int percent) {
        return random.nextInt(100) < percent;
    }

    public int upTo(int bound) {
        return random.nextInt(bound);
    }

    public boolean fails() {
        return happens(moments < changeAt ? percentFailing : percentFailingThen);
    }

    /** The process may die here. */
    public void moment(String where) {
        if (dead) {
            throw new Killed(where);
        }
        moments++;
        if (killAt.contains(moments)) {
            dead = true;
            throw new Killed(where);
        }
    }

    /** A call to this site's own store or hypervisor. */
    public <T> T local(String what, Supplier<T> call) {
        moment("before " + what);
        T answer = call.get();
        moment("after " + what);
        return answer;
    }

    /** A call over the ocean: it may not arrive, arrive late, or its answer may be lost. */
    public <T> T remote(String what, Supplier<T> call) {
        moment("before " + what);
        clock.pass(Duration.ofMillis(210));
        if (happens(20)) {
            deliverLate();
        }
        if (fails()) {
            throw broken(what, call);
        }
        T answer = call.get();
        moment("after " + what);
        return answer;
    }

    /** An order over the ocean from another site, whose process lives on: it comes now, late or never. */
    public void elsewhere(Supplier<?> order) {
        if (!fails()) {
            Object unused = order.get();
        } else if (happens(50)) {
            late.add(order);
        }
    }

    private <T> GridException broken(String what, Supplier<T> call) {
        switch (upTo(3)) {
            case 0 -> {
                return unreachable(what, Map.of(HostingSites.DELIVERED, "no"));
            }
            case 1 -> late.add(call);
            default -> ignoringRefusal(call);
        }
        return unreachable(what, Map.of());
    }

    private void deliverLate() {
        while (!late.isEmpty()) {
            ignoringRefusal(late.remove());
        }
    }

    /** Whoever hears the refusal is not listening any more. */
    private static void ignoringRefusal(Supplier<?> call) {
        try {
            Object unused = call.get();
        } catch (GridException refusal) {
            // nor does anybody wait for the answer
            return;
        }
    }

    private static GridException unreachable(String what, Map<String, String> details) {
        return new GridException(FailureCode.SITE_UNREACHABLE, "No answer: " + what, details);
    }
}
