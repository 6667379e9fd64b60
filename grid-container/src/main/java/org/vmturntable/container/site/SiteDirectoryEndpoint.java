package org.vmturntable.container.site;

import org.vmturntable.container.resource.ResourceAnswers;
import org.vmturntable.container.resource.ResourceEndpoint;
import org.vmturntable.soap.site.SiteDirectory;

/** A site, for its users. */
public final class SiteDirectoryEndpoint extends ResourceEndpoint implements SiteDirectory {
    public SiteDirectoryEndpoint(ResourceAnswers resource) {
        super(resource);
    }
}
