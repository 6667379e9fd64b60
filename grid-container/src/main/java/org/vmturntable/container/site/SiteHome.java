package org.vmturntable.container.site;

import java.util.List;
import java.util.Map;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.wsrf.resource.ResourceHome;

/** The one site that a container stands for; its key is its name. */
final class SiteHome implements ResourceHome<SiteParts> {
    private final SiteParts site;

    SiteHome(SiteParts site) {
        this.site = site;
    }

    @Override
    public SiteParts require(String key) {
        if (!key.equals(key(site))) {
            throw new GridException(
                    FailureCode.RESOURCE_UNKNOWN, "This is " + key(site) + ", not " + key, Map.of("site", key));
        }
        return site;
    }

    @Override
    public List<SiteParts> all() {
        return List.of(site);
    }

    @Override
    public String key(SiteParts it) {
        return it.configuration().site().value();
    }

    @Override
    public void destroy(String key) {
        throw new GridException(FailureCode.STATE_FORBIDS, "A site is not ended by a request");
    }
}
