package org.vmturntable.container.resource;

import java.util.function.Supplier;
import javax.xml.namespace.QName;
import org.oasis_open.docs.wsrf.rl_2.DestroyResponse;
import org.oasis_open.docs.wsrf.rl_2.ResourceNotDestroyedFaultType;
import org.oasis_open.docs.wsrf.rlw_2.ResourceNotDestroyedFault;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyDocumentResponse;
import org.oasis_open.docs.wsrf.rp_2.GetResourcePropertyResponse;
import org.oasis_open.docs.wsrf.rp_2.InvalidResourcePropertyQNameFaultType;
import org.oasis_open.docs.wsrf.rpw_2.InvalidResourcePropertyQNameFault;
import org.vmturntable.container.soap.BaseFaultMapper;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.wsrf.resource.ResourceKind;

/**
 * What every WS-Resource answers, once for all kinds: the endpoints' WSRF operations lead here. Unknown resources leave as failures
 * of ours, which the fault mapping turns into WSRF's own faults.
 */
public final class ResourceAnswers {
    private final ResourceKind<?> kind;
    private final Supplier<String> key;
    private final BaseFaultMapper faults;

    /** @param key of the resource that the current call is about */
    public ResourceAnswers(ResourceKind<?> kind, Supplier<String> key, BaseFaultMapper faults) {
        this.kind = kind;
        this.key = key;
        this.faults = faults;
    }

    /** @throws InvalidResourcePropertyQNameFault if the kind has no such property */
    public GetResourcePropertyResponse property(QName name) throws InvalidResourcePropertyQNameFault {
        try {
            GetResourcePropertyResponse response = new GetResourcePropertyResponse();
            kind.property(key.get(), name).forEach(value -> response.getAny().add(XmlDom.element(value)));
            return response;
        } catch (GridException refused) {
            if (refused.code() != FailureCode.PROPERTY_UNKNOWN) {
                throw refused;
            }
            throw new InvalidResourcePropertyQNameFault(
                    refused.getMessage(), faults.fill(new InvalidResourcePropertyQNameFaultType(), refused));
        }
    }

    public GetResourcePropertyDocumentResponse document() {
        GetResourcePropertyDocumentResponse response = new GetResourcePropertyDocumentResponse();
        response.setAny(XmlDom.element(kind.document(key.get())));
        return response;
    }

    /** @throws ResourceNotDestroyedFault if the resource may not end now */
    public DestroyResponse destroy() throws ResourceNotDestroyedFault {
        try {
            kind.destroy(key.get());
            return new DestroyResponse();
        } catch (GridException refused) {
            if (refused.code() != FailureCode.STATE_FORBIDS) {
                throw refused;
            }
            throw new ResourceNotDestroyedFault(
                    refused.getMessage(), faults.fill(new ResourceNotDestroyedFaultType(), refused));
        }
    }
}
