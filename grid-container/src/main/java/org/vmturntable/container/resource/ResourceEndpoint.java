package org.vmturntable.container.resource;

import javax.xml.namespace.QName;
import org.oasis_open.docs.wsrf.rl_2.Destroy;
import org.oasis_open.docs.wsrf.rl_2.DestroyResponse;
import org.oasis_open.docs.wsrf.rlw_2.ResourceNotDestroyedFault;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocument;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocumentResponse;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyResponse;
import org.oasis_open.docs.wsrf.rpw_2.InvalidResourcePropertyQNameFault;

/**
 * The operations that the contract of every kind of WS-Resource has: WSDL 1.1 copies them into each port type, and an endpoint
 * inherits them from here and adds its own. What a port type leaves out cannot be called.
 */
public abstract class ResourceEndpoint {
    private final ResourceAnswers resource;

    protected ResourceEndpoint(ResourceAnswers resource) {
        this.resource = resource;
    }

    public GetResourcePropertyResponse getResourceProperty(QName request) throws InvalidResourcePropertyQNameFault {
        return resource.property(request);
    }

    public GetResourcePropertyDocumentResponse getResourcePropertyDocument(GetResourcePropertyDocument request) {
        return resource.document();
    }

    public DestroyResponse destroy(Destroy request) throws ResourceNotDestroyedFault {
        return resource.destroy();
    }
}
