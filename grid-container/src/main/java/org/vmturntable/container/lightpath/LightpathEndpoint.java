package org.vmturntable.container.lightpath;

import org.vmturntable.container.resource.ResourceAnswers;
import org.vmturntable.container.resource.ResourceEndpoint;
import org.vmturntable.soap.lightpath.Lightpath;

/** A lightpath as a WS-Resource of its broker. */
public final class LightpathEndpoint extends ResourceEndpoint implements Lightpath {
    public LightpathEndpoint(ResourceAnswers resource) {
        super(resource);
    }
}
