package org.vmturntable.drac.element;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

/** An element that is a map; it can be told to fail. */
public final class InMemoryElement implements ElementDriver {
    private final String name;
    private final Map<Integer, Held> rows = new ConcurrentHashMap<>();
    private volatile @Nullable FailureCode failure;
    private volatile int failuresLeft;

    public InMemoryElement(String name) {
        this.name = name;
    }

    @Override
    public String element() {
        return name;
    }

    @Override
    public synchronized void connect(CrossConnect wanted) {
        answer();
        if (read(wanted) == Reading.FOREIGN) {
            throw new GridException(FailureCode.ELEMENT_REFUSED, name + " has another owner's " + wanted.label());
        }
        rows.put(wanted.label(), new Held(wanted, true));
    }

    @Override
    public synchronized Reading read(CrossConnect asked) {
        answer();
        Held held = rows.get(asked.label());
        if (held == null) {
            return Reading.ABSENT;
        }
        if (!held.crossConnect.owner().equals(asked.owner())) {
            return Reading.FOREIGN;
        }
        return held.whole && held.crossConnect.equals(asked) ? Reading.CONNECTED : Reading.DIFFERENT;
    }

    @Override
    public synchronized void disconnect(CrossConnect unwanted) {
        answer();
        if (read(unwanted) != Reading.FOREIGN) {
            rows.remove(unwanted.label());
        }
    }

    /** From now on every call fails so. */
    public void failWith(FailureCode code) {
        failure = code;
        failuresLeft = Integer.MAX_VALUE;
    }

    /** It fails so many times more and is then well. */
    public void healAfterCalls(int calls) {
        failuresLeft = calls;
    }

    /** As after a power cut. */
    public void forget() {
        rows.clear();
    }

    public void heal() {
        failure = null;
    }

    void damage(CrossConnect connected) {
        rows.put(connected.label(), new Held(connected, false));
    }

    public boolean isClean() {
        return rows.isEmpty();
    }

    private synchronized void answer() {
        FailureCode now = failure;
        if (now != null && failuresLeft > 0) {
            failuresLeft--;
            throw new GridException(now, name + " was told to fail");
        }
    }

    private record Held(CrossConnect crossConnect, boolean whole) {}
}
