package org.vmturntable.drac.lightpath;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.MigrationId;

/** A store that is a map. It can be told to die: from then on it keeps nothing more, as a killed process would. */
final class InMemoryLightpathStore implements LightpathStore {
    private final Map<LightpathId, Lightpath> kept = new LinkedHashMap<>();
    private int writesLeft = Integer.MAX_VALUE;

    void dieAfterWrites(int writes) {
        writesLeft = writes;
    }

    void revive() {
        writesLeft = Integer.MAX_VALUE;
    }

    @Override
    public synchronized void add(Lightpath lightpath) {
        write();
        if (kept.putIfAbsent(lightpath.id(), lightpath) != null) {
            throw new GridException(FailureCode.INVARIANT_BROKEN, "There already: " + lightpath.id());
        }
    }

    @Override
    public synchronized void replace(Lightpath next) {
        write();
        Lightpath before = kept.get(next.id());
        if (before == null || before.revision() != next.revision() - 1) {
            throw new GridException(FailureCode.INVARIANT_BROKEN, "Changed by another: " + next.id());
        }
        kept.put(next.id(), next);
    }

    @Override
    public synchronized Optional<Lightpath> find(LightpathId id) {
        return Optional.ofNullable(kept.get(id));
    }

    @Override
    public synchronized List<Lightpath> findByReservation(MigrationId reservation) {
        return kept.values().stream()
                .filter(one -> one.terms().reservation().equals(reservation))
                .toList();
    }

    @Override
    public synchronized List<Lightpath> holding() {
        return kept.values().stream().filter(one -> one.state().holds()).toList();
    }

    @Override
    public synchronized List<Lightpath> newest(int limit) {
        List<Lightpath> all = new ArrayList<>(kept.values());
        Collections.reverse(all);
        return all.subList(0, Math.min(limit, all.size()));
    }

    private void write() {
        if (writesLeft == 0) {
            throw new GridException(FailureCode.STORE_FAILED, "The store was told to die");
        }
        writesLeft--;
    }
}
