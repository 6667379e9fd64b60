package org.vmturntable.container.site;

import javax.xml.namespace.QName;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocument;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocumentResponse;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyResponse;
import org.oasis_open.docs.wsrf.rpw_2.InvalidResourcePropertyQNameFault;
import org.vmturntable.container.resource.ResourceAnswers;
import org.vmturntable.soap.site.SiteDirectory;

/** A site, for its users. */
public final class SiteDirectoryEndpoint implements SiteDirectory {
    private final ResourceAnswers resource;

    public SiteDirectoryEndpoint(ResourceAnswers resource) {
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
}
