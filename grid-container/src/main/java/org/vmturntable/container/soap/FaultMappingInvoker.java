package org.vmturntable.container.soap;

import jakarta.xml.bind.JAXBElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.apache.cxf.binding.soap.Soap11;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.jaxws.JAXWSMethodInvoker;
import org.oasis_open.docs.wsrf.bf_2.BaseFaultType;
import org.vmturntable.kernel.FailureKind;
import org.vmturntable.kernel.GridException;
import org.vmturntable.soap.FaultXml;
import org.w3c.dom.Element;

/** Calls an endpoint; whatever it throws leaves as a base fault, declared by the operation or not. */
final class FaultMappingInvoker extends JAXWSMethodInvoker {
    private final BaseFaultMapper faults;

    FaultMappingInvoker(Object endpoint, BaseFaultMapper faults) {
        super(endpoint);
        this.faults = faults;
    }

    @Override
    protected Fault createFault(Throwable thrown, Method method, List<Object> parameters, boolean checked) {
        // Exceptions that the operation declares are the contract's own: CXF writes them.
        boolean declared = Stream.of(method.getExceptionTypes()).anyMatch(type -> type.isInstance(thrown));
        return declared ? super.createFault(thrown, method, parameters, checked) : soapFault(faults, thrown);
    }

    /** A SOAP fault with a base fault as its detail. */
    static SoapFault soapFault(BaseFaultMapper faults, Throwable thrown) {
        JAXBElement<? extends BaseFaultType> base = faults.map(thrown);
        SoapFault fault = new SoapFault(
                base.getValue().getDescription().get(0).getValue(),
                isCallersDoing(thrown)
                        ? Soap11.getInstance().getSender()
                        : Soap11.getInstance().getReceiver());
        Element element = FaultXml.write(base);
        Element detail = element.getOwnerDocument().createElement("detail");
        detail.appendChild(element);
        fault.setDetail(detail);
        return fault;
    }

    private static boolean isCallersDoing(Throwable thrown) {
        return thrown instanceof GridException failure
                && (failure.code().kind() == FailureKind.INVALID_REQUEST
                        || failure.code().kind() == FailureKind.NOT_AUTHORISED);
    }
}
