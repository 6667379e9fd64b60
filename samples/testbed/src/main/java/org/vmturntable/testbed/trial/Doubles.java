package org.vmturntable.testbed.trial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.watch.QemuEvent;

/** Finds out whether a guest ran at two sites at once, by what its QEMUs said. */
final class Doubles {
    private Doubles() {}

    private record At(SiteId site, QemuEvent event) {}

    /**
     * The first time at which it did. A site of which nothing is heard is taken as one where it does not run, until the next event:
     * what happens there meanwhile this cannot see.
     *
     * @param home where it ran at the beginning
     */
    static Optional<Instant> first(Map<SiteId, List<QemuEvent>> said, SiteId home) {
        List<At> all = new ArrayList<>();
        said.forEach((site, events) -> events.forEach(event -> all.add(new At(site, event))));
        all.sort(Comparator.comparing(at -> at.event().at()));
        Set<SiteId> running = new HashSet<>(Set.of(home));
        for (At at : all) {
            switch (at.event().name()) {
                case QemuEvent.RESUME -> running.add(at.site());
                case QemuEvent.STOP, QemuEvent.DEAF -> running.remove(at.site());
                default -> {}
            }
            if (running.size() > 1) {
                return Optional.of(at.event().at());
            }
        }
        return Optional.empty();
    }
}
