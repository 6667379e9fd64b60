package org.vmturntable.soap;

import jakarta.xml.bind.JAXBElement;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.oasis_open.docs.wsrf.bf_2.BaseFaultType;
import org.oasis_open.docs.wsrf.r_2.ResourceUnavailableFaultType;
import org.oasis_open.docs.wsrf.r_2.ResourceUnknownFaultType;
import org.vmturntable.soap.faults.ExternalSystemFaultType;
import org.vmturntable.soap.faults.FaultDetails;
import org.vmturntable.soap.faults.FaultItem;
import org.vmturntable.soap.faults.InternalFaultType;
import org.vmturntable.soap.faults.InvalidRequestFaultType;
import org.vmturntable.soap.faults.NoCapacityFaultType;
import org.vmturntable.soap.faults.NotAuthorisedFaultType;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A service's base fault in the caller's terms, whichever exception it came as.
 *
 * @param code the service's own failure code; empty if it gave none
 * @param message a sentence for a person
 * @param retryHelps true if the same request may succeed later without a change
 * @param details what the fault is about, by name; may be empty
 * @param cause the fault that led to this one
 */
public record GridFault(
        Kind kind,
        String code,
        String message,
        boolean retryHelps,
        Map<String, String> details,
        Optional<GridFault> cause) {
    /** Dialect of our failure codes in a base fault. */
    public static final String CODE_DIALECT = "http://vmturntable.org/2026/11/failure-codes";

    /** What the caller can make of it. */
    public enum Kind {
        INVALID_REQUEST,
        NOT_AUTHORISED,
        UNKNOWN_RESOURCE,
        BUSY,
        NO_CAPACITY,
        EXTERNAL,
        INTERNAL,
        /** A base fault of a standard that is none of these, such as an invalid topic expression. */
        OTHER
    }

    public GridFault {
        details = Map.copyOf(details);
    }

    /**
     * Reads what a port's method threw.
     *
     * @return empty if it is no base fault: no connection, a time-out, or a fault of the SOAP or security layer
     */
    public static Optional<GridFault> of(Throwable thrown) {
        if (thrown instanceof SOAPFaultException fault) {
            return undeclared(fault).map(base -> of(base, fault.getFault().getFaultString()));
        }
        return declared(thrown).map(base -> of(base, String.valueOf(thrown.getMessage())));
    }

    /** Reads a base fault that is part of a document, such as the failure of a migration. */
    public static GridFault of(BaseFaultType fault) {
        return of(fault, "");
    }

    private static GridFault of(BaseFaultType fault, String otherwise) {
        String message = fault.getDescription().stream()
                .map(BaseFaultType.Description::getValue)
                .collect(Collectors.joining(" "));
        Optional<FaultDetails> details = details(fault);
        Map<String, String> items = new LinkedHashMap<>();
        details.ifPresent(d -> d.getItem().forEach((FaultItem item) -> items.put(item.getName(), item.getValue())));
        boolean retryHelps = details.map(FaultDetails::isRetryHelps).orElse(false);
        return new GridFault(
                kind(fault), code(fault), message.isEmpty() ? otherwise : message, retryHelps, items, cause(fault));
    }

    private static Optional<GridFault> cause(BaseFaultType fault) {
        BaseFaultType.FaultCause cause = fault.getFaultCause();
        Object any = cause == null ? null : cause.getAny();
        Object value = any instanceof Element element ? FaultXml.read(element).orElse(element) : any;
        Object base = value instanceof JAXBElement<?> wrapped ? wrapped.getValue() : value;
        return base instanceof BaseFaultType known ? Optional.of(of(known)) : Optional.empty();
    }

    private static Kind kind(BaseFaultType fault) {
        if (fault instanceof InvalidRequestFaultType) {
            return Kind.INVALID_REQUEST;
        } else if (fault instanceof NotAuthorisedFaultType) {
            return Kind.NOT_AUTHORISED;
        } else if (fault instanceof ResourceUnknownFaultType) {
            return Kind.UNKNOWN_RESOURCE;
        } else if (fault instanceof ResourceUnavailableFaultType) {
            return Kind.BUSY;
        } else if (fault instanceof NoCapacityFaultType) {
            return Kind.NO_CAPACITY;
        } else if (fault instanceof ExternalSystemFaultType) {
            return Kind.EXTERNAL;
        }
        return fault instanceof InternalFaultType ? Kind.INTERNAL : Kind.OTHER;
    }

    private static String code(BaseFaultType fault) {
        BaseFaultType.ErrorCode code = fault.getErrorCode();
        if (code == null || !CODE_DIALECT.equals(code.getDialect())) {
            return "";
        }
        return code.getContent().stream()
                .map(String::valueOf)
                .collect(Collectors.joining())
                .trim();
    }

    private static Optional<FaultDetails> details(BaseFaultType fault) {
        return fault.getAny().stream()
                .map(any ->
                        any instanceof Element element ? FaultXml.read(element).orElse(any) : any)
                .filter(FaultDetails.class::isInstance)
                .map(FaultDetails.class::cast)
                .findFirst();
    }

    private static Optional<BaseFaultType> declared(Throwable thrown) {
        try {
            // Generated exceptions have no common type; JAX-WS names this method (section 2.5).
            Object info = thrown.getClass().getMethod("getFaultInfo").invoke(thrown);
            return info instanceof BaseFaultType fault ? Optional.of(fault) : Optional.empty();
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    private static Optional<BaseFaultType> undeclared(SOAPFaultException thrown) {
        Node detail = thrown.getFault().getDetail();
        for (Node child = detail == null ? null : detail.getFirstChild();
                child != null;
                child = child.getNextSibling()) {
            if (child instanceof Element element
                    && FaultXml.read(element).orElse(element) instanceof BaseFaultType fault) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
