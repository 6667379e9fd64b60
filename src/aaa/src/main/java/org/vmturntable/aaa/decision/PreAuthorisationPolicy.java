package org.vmturntable.aaa.decision;

import java.util.Set;
import org.vmturntable.aaa.token.Thumbprint;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;

/**
 * What an operator of a site may ask ahead of a migration: a lightpath from this site for a VM that is here, booked at its broker and
 * by its own container. The operator gets the token, and can do nothing with it but hand it on: its holder is that container. How
 * much bandwidth there is, is the broker's to say.
 *
 * @param here the site that decides
 * @param port where this site's lightpaths begin
 * @param holder the key of this site's container
 * @param broker who may honour the token
 */
public record PreAuthorisationPolicy(SiteId here, LocalVms vms, PortId port, Thumbprint holder, SiteId broker)
        implements AuthorisationPolicy {
    @Override
    public Decision decide(AuthorisationRequest request) {
        if (!request.asker().equals(Asker.operator(here))) {
            return Decision.deny("Only an operator of " + here + " may ask ahead here");
        }
        if (!vms.isHere(request.scope().vm())) {
            return Decision.deny("The VM is not at " + here);
        }
        if (!request.holder().equals(holder)) {
            return Decision.deny("Only the container of " + here + " presents tokens for its VMs");
        }
        if (!request.audience().equals(Set.of(broker))) {
            return Decision.deny("Lightpaths of " + here + " are booked at " + broker + " alone");
        }
        PortId a = request.scope().ends().a();
        PortId b = request.scope().ends().b();
        return port.equals(a) != port.equals(b)
                ? Decision.permit("The VM is at " + here + " and the path begins there")
                : Decision.deny("A path must have one end at " + port);
    }
}
