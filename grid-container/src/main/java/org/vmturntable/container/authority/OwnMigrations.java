package org.vmturntable.container.authority;

import java.util.Optional;
import java.util.Set;
import org.vmturntable.aaa.decision.AuthorisationPolicy;
import org.vmturntable.aaa.decision.AuthorisationRequest;
import org.vmturntable.aaa.decision.Decision;
import org.vmturntable.aaa.decision.LocalVms;
import org.vmturntable.aaa.decision.MigrationPolicy;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.traffic.migration.MigrationJournal;
import org.vmturntable.traffic.migration.MigrationSaga;
import org.vmturntable.traffic.site.Room;

/**
 * A token that this site's traffic controller asks for is for a migration that stands in this site's journal: for its machine, to the
 * port where its destination holds room for it, for the bandwidth that was asked for. An operator's is for one that does not yet
 * stand there. Reads the local store.
 */
public final class OwnMigrations implements AuthorisationPolicy {
    private final SiteId here;
    private final LocalVms vms;
    private final PortId port;
    private final MigrationJournal journal;
    private final AuthorisationPolicy ahead;

    /**
     * @param port where this site's lightpaths begin
     * @param ahead decides for operators
     */
    public OwnMigrations(SiteId here, LocalVms vms, PortId port, MigrationJournal journal, AuthorisationPolicy ahead) {
        this.here = here;
        this.vms = vms;
        this.port = port;
        this.journal = journal;
        this.ahead = ahead;
    }

    @Override
    public Decision decide(AuthorisationRequest request) {
        Optional<MigrationSaga> saga = journal.find(request.scope().reservation());
        return switch (request.asker().kind()) {
            case TRAFFIC_CONTROLLER -> decide(request, saga);
            case OPERATOR ->
                saga.isPresent()
                        ? Decision.deny("A migration that has begun asks for its token itself")
                        : ahead.decide(request);
        };
    }

    private Decision decide(AuthorisationRequest request, Optional<MigrationSaga> saga) {
        Optional<MigrationSaga> ofVm =
                saga.filter(found -> found.vm().equals(request.scope().vm()));
        if (ofVm.isEmpty()) {
            return Decision.deny("No migration of that VM goes on at " + here + " under that reservation");
        }
        Set<PortId> destination =
                ofVm.get().possessions().room().map(Room::port).map(Set::of).orElse(Set.of());
        return new MigrationPolicy(
                        here, vms, Set.of(port), destination, ofVm.get().order().bandwidth())
                .decide(request);
    }
}
