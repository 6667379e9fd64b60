package org.vmturntable.soap;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.cxf.frontend.ClientProxy;

/** CXF's clients that were called last, so many at most. Making one takes a tenth of a second and nobody else waits for it. */
final class RecentClients<K> implements AutoCloseable {
    private final int most;
    private final Map<K, Object> clients = new LinkedHashMap<>(16, 0.75f, true);

    RecentClients(int most) {
        this.most = most;
    }

    Object get(K key, Supplier<Object> connect) {
        return known(key).orElseGet(() -> {
            Object made = connect.get();
            Object kept = keep(key, made);
            if (kept != made) {
                destroy(made);
            }
            return kept;
        });
    }

    private synchronized Optional<Object> known(K key) {
        return Optional.ofNullable(clients.get(key));
    }

    /** @return the one that another thread made meanwhile, if one did */
    private Object keep(K key, Object made) {
        List<Object> over = new ArrayList<>();
        Object kept = keep(key, made, over);
        over.forEach(RecentClients::destroy);
        return kept;
    }

    private synchronized Object keep(K key, Object made, List<Object> over) {
        Object before = clients.putIfAbsent(key, made);
        Iterator<Object> oldestFirst = clients.values().iterator();
        while (clients.size() > most) {
            over.add(oldestFirst.next());
            oldestFirst.remove();
        }
        return before == null ? made : before;
    }

    private static void destroy(Object client) {
        ClientProxy.getClient(client).destroy();
    }

    /** Closes the connections. */
    @Override
    public synchronized void close() {
        clients.values().forEach(RecentClients::destroy);
        clients.clear();
    }
}
