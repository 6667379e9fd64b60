package org.vmturntable.aaa.decision;

import java.util.Set;
import org.vmturntable.kernel.Bandwidth;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;

/**
 * The simplest policy that is safe: this site's own traffic controller may move the VMs that are here, to the places that it was
 * told of, over no more bandwidth than it was told of.
 *
 * @param here the site that decides
 * @param ownPorts where this site's lightpaths begin; a path must have one of them as an end
 * @param destinations where a path may lead to
 */
public record MigrationPolicy(
        SiteId here, LocalVms vms, Set<PortId> ownPorts, Set<PortId> destinations, Bandwidth mostBandwidth)
        implements AuthorisationPolicy {
    public MigrationPolicy {
        ownPorts = Set.copyOf(ownPorts);
        destinations = Set.copyOf(destinations);
    }

    @Override
    public Decision decide(AuthorisationRequest request) {
        if (!request.asker().equals(Asker.trafficController(here))) {
            return Decision.deny("Only the traffic controller of " + here + " may ask here");
        }
        if (!vms.isHere(request.scope().vm())) {
            return Decision.deny("The VM is not at " + here);
        }
        if (!leadsToADestination(request)) {
            return Decision.deny("No VM of " + here + " may go that way");
        }
        if (request.scope().bandwidth().compareTo(mostBandwidth) > 0) {
            return Decision.deny("A migration from " + here + " may take " + mostBandwidth + " at most");
        }
        return Decision.permit("The VM is at " + here + " and may go there");
    }

    private boolean leadsToADestination(AuthorisationRequest request) {
        PortId a = request.scope().ends().a();
        PortId b = request.scope().ends().b();
        return (ownPorts.contains(a) && destinations.contains(b)) || (ownPorts.contains(b) && destinations.contains(a));
    }
}
