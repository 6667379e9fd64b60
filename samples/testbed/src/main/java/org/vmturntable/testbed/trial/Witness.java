package org.vmturntable.testbed.trial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.testbed.topology.Site;
import org.vmturntable.testbed.watch.QemuEvent;

/** Knows if a guest has ever run at two sites at once: by what its QEMUs said, and by what it wrote itself. */
final class Witness {
    private final Scene scene;
    private final Site home;
    private final Instant begin;
    private final Ticks ticks;
    private Optional<QemuEvent> death = Optional.empty();
    private Optional<Site> grave = Optional.empty();

    /** Looks on from now on. */
    Witness(Scene scene, Site home) {
        this.scene = scene;
        this.home = home;
        this.begin = scene.clock().instant();
        this.ticks = new Ticks(scene.testbed());
    }

    Instant begin() {
        return begin;
    }

    /** A machine that was killed cannot say that it has stopped. */
    void died(Site site) {
        death = Optional.of(new QemuEvent(QemuEvent.STOP, scene.clock().instant()));
        grave = Optional.of(site);
    }

    /** In sentences; empty if it has not. To be asked before a guest is started anew, for then it counts anew. */
    List<String> doubles() {
        List<String> doubles = new ArrayList<>();
        Map<SiteId, List<QemuEvent>> said = new LinkedHashMap<>();
        scene.testbed().topology().sites().forEach(site -> said.put(site.name(), said(site)));
        Doubles.first(said, home.name()).ifPresent(at -> doubles.add("the guest ran at two sites at once, from " + at));
        Set<Long> twice = ticks.twice();
        if (!twice.isEmpty()) {
            doubles.add("the guest has lived twice: " + twice.size()
                    + " lines of its serial port came from two sites, from "
                    + twice.iterator().next() + " on");
        }
        return doubles;
    }

    private List<QemuEvent> said(Site site) {
        return Stream.concat(
                        scene.events().at(site).since(begin).stream(),
                        death.stream().filter(dead -> grave.filter(site::equals).isPresent()))
                .toList();
    }
}
