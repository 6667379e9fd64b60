package org.vmturntable.container.soap;

import jakarta.xml.bind.UnmarshalException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.FaultMode;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.ws.policy.PolicyException;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.jspecify.annotations.Nullable;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.xml.sax.SAXException;

/**
 * Gives base faults to requests that CXF itself refuses: unsigned ones, and content against the schema. Of what CXF says only the
 * schema's own complaint goes out, for the rest names its classes. Faults that SOAP and WS-Addressing define stay as they are.
 */
final class TypedRefusals extends AbstractPhaseInterceptor<Message> {
    private static final int LONGEST_COMPLAINT = 500;

    private final BaseFaultMapper faults;

    TypedRefusals(BaseFaultMapper faults) {
        super(Phase.RECEIVE);
        this.faults = faults;
    }

    @Override
    public void handleMessage(Message message) {
        // Only what comes back is looked at.
    }

    @Override
    public void handleFault(Message message) {
        Exception thrown = message.getContent(Exception.class);
        if (thrown == null || isAnswered(message.get(FaultMode.class))) {
            return;
        }
        refusal(thrown).ifPresent(refusal -> {
            message.setContent(Exception.class, refusal);
            // As for a failure of the endpoint: else CXF answers without WS-Addressing and signature.
            message.put(FaultMode.class, FaultMode.UNCHECKED_APPLICATION_FAULT);
        });
    }

    /** What an endpoint threw, or its guard, has its fault already; CXF sets other modes for its own purposes. */
    private static boolean isAnswered(@Nullable FaultMode mode) {
        return mode == FaultMode.CHECKED_APPLICATION_FAULT || mode == FaultMode.UNCHECKED_APPLICATION_FAULT;
    }

    private Optional<BaseSoapFault> refusal(Exception thrown) {
        if (has(thrown, WSSecurityException.class) || has(thrown, PolicyException.class)) {
            return Optional.of(refused(
                    FailureCode.CALLER_NOT_PERMITTED, "The request is not signed as the contract's policy says."));
        }
        Optional<String> complaint = causes(thrown)
                .filter(cause -> cause instanceof SAXException)
                .map(cause -> String.valueOf(cause.getMessage()))
                .findFirst();
        if (complaint.isPresent() || has(thrown, UnmarshalException.class)) {
            return Optional.of(refused(
                    FailureCode.REQUEST_MALFORMED,
                    "The request's content is not what the contract's schema says: "
                            + complaint.map(TypedRefusals::shortened).orElse("an element is not known there")));
        }
        if (has(thrown, XMLStreamException.class)) {
            return Optional.of(refused(FailureCode.REQUEST_MALFORMED, "The request is not well-formed XML."));
        }
        return thrown instanceof SoapFault ? Optional.empty() : Optional.of(otherwise(thrown));
    }

    private BaseSoapFault otherwise(Exception thrown) {
        boolean callers = thrown instanceof Fault fault && Fault.FAULT_CODE_CLIENT.equals(fault.getFaultCode());
        return callers
                ? refused(FailureCode.REQUEST_MALFORMED, "The contract has no operation for such a request.")
                : new BaseSoapFault(faults, thrown);
    }

    private BaseSoapFault refused(FailureCode code, String why) {
        return new BaseSoapFault(faults, new GridException(code, why));
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_COMPLAINT));
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
        return causes(thrown).anyMatch(type::isInstance);
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        // JAXB links its exceptions by a method of its own, which getCause calls too.
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }
}
