package org.vmturntable.container.lightpath;

import javax.xml.namespace.QName;
import org.oasis_open.docs.wsrf.rl_2.Destroy;
import org.oasis_open.docs.wsrf.rl_2.DestroyResponse;
import org.oasis_open.docs.wsrf.rlw_2.ResourceNotDestroyedFault;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocument;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocumentResponse;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyResponse;
import org.oasis_open.docs.wsrf.rpw_2.InvalidResourcePropertyQNameFault;
import org.vmturntable.container.resource.ResourceAnswers;
import org.vmturntable.soap.lightpath.Lightpath;

/** A lightpath as a WS-Resource of its broker. */
public final class LightpathEndpoint implements Lightpath {
    private final ResourceAnswers resource;

    public LightpathEndpoint(ResourceAnswers resource) {
        this.resource = resource;
    }

    @Override
    public GetResourcePropertyResponse getResourceProperty(QName request) throws InvalidResourcePropertyQNameFault {
        return resource.property(request);
    }

    @Override
    public GetResourcePropertyDocumentResponse getResourcePropertyDocument(GetResourcePropertyDocument request) {
        return resource.document();
    }

    @Override
    public DestroyResponse destroy(Destroy request) throws ResourceNotDestroyedFault {
        return resource.destroy();
    }
}
