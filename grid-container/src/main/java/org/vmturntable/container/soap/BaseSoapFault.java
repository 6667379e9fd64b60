package org.vmturntable.container.soap;

import jakarta.xml.bind.JAXBElement;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.Soap11;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.ws.addressing.FaultAction;
import org.oasis_open.docs.wsrf.bf_2.BaseFaultType;
import org.vmturntable.kernel.FailureKind;
import org.vmturntable.kernel.GridException;
import org.vmturntable.soap.FaultXml;
import org.w3c.dom.Element;

/** A SOAP fault with a base fault as its detail, under the action that WS-BaseFaults 1.2 (section 4) gives all of them. */
@FaultAction("http://docs.oasis-open.org/wsrf/fault")
final class BaseSoapFault extends SoapFault {
    private static final long serialVersionUID = 1L;

    BaseSoapFault(BaseFaultMapper faults, Throwable thrown) {
        this(faults.map(thrown), blame(thrown));
    }

    private BaseSoapFault(JAXBElement<? extends BaseFaultType> base, QName blame) {
        super(base.getValue().getDescription().get(0).getValue(), blame);
        Element element = FaultXml.write(base);
        Element detail = element.getOwnerDocument().createElement("detail");
        detail.appendChild(element);
        setDetail(detail);
    }

    private static QName blame(Throwable thrown) {
        boolean callers = thrown instanceof GridException failure
                && (failure.code().kind() == FailureKind.INVALID_REQUEST
                        || failure.code().kind() == FailureKind.NOT_AUTHORISED);
        return callers ? Soap11.getInstance().getSender() : Soap11.getInstance().getReceiver();
    }
}
