package org.vmturntable.container.soap;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.jaxws.JAXWSMethodInvoker;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.FaultMode;
import org.vmturntable.kernel.GridException;

/**
 * Admits a request whose policy was verified and whose content was validated, and calls the endpoint; whatever either throws leaves
 * as a base fault, declared by the operation or not.
 */
final class GuardedInvoker extends JAXWSMethodInvoker {
    private final Admission admission;
    private final BaseFaultMapper faults;

    GuardedInvoker(Object endpoint, Admission admission, BaseFaultMapper faults) {
        super(endpoint);
        this.admission = admission;
        this.faults = faults;
    }

    @Override
    public Object invoke(Exchange exchange, Object parameters) {
        try {
            exchange.put(CurrentCall.class, admission.admit(exchange));
        } catch (GridException e) {
            // As for a failure of the endpoint; else CXF answers without WS-Addressing and signature.
            exchange.getInMessage().put(FaultMode.class, FaultMode.UNCHECKED_APPLICATION_FAULT);
            throw new BaseSoapFault(faults, e);
        }
        return super.invoke(exchange, parameters);
    }

    @Override
    protected Fault createFault(Throwable thrown, Method method, List<Object> parameters, boolean checked) {
        // Exceptions that the operation declares are the contract's own: CXF writes them.
        boolean declared = Stream.of(method.getExceptionTypes()).anyMatch(type -> type.isInstance(thrown));
        return declared ? super.createFault(thrown, method, parameters, checked) : new BaseSoapFault(faults, thrown);
    }
}
