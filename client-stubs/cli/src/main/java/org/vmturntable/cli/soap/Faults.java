package org.vmturntable.cli.soap;

import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.FailureKind;
import org.vmturntable.cli.grid.GridFailure;
import org.vmturntable.soap.GridFault;

/** What a call can throw, in the terms of the grid. */
final class Faults {
    private Faults() {}

    /** Makes one call. The border to generated code, whose typed exceptions have no common type but Exception. */
    static <T> T asked(String site, Callable<T> call) {
        try {
            return call.call();
        } catch (Exception thrown) {
            throw new GridFailure(of(site, thrown), thrown);
        }
    }

    static Failure of(String site, Exception thrown) {
        return GridFault.of(thrown).map(Faults::failure).orElseGet(() -> withoutBaseFault(site, thrown));
    }

    static Failure failure(GridFault fault) {
        return new Failure(
                kind(fault.kind()),
                fault.code().isEmpty() ? fault.kind().name() : fault.code(),
                fault.message(),
                fault.retryHelps(),
                causes(fault));
    }

    private static List<Failure.Cause> causes(GridFault fault) {
        List<Failure.Cause> causes = new ArrayList<>();
        for (Optional<GridFault> next = fault.cause();
                next.isPresent();
                next = next.get().cause()) {
            causes.add(new Failure.Cause(next.get().code(), next.get().message()));
        }
        return causes;
    }

    private static FailureKind kind(GridFault.Kind kind) {
        return switch (kind) {
            case INVALID_REQUEST, OTHER -> FailureKind.INVALID_REQUEST;
            case NOT_AUTHORISED -> FailureKind.NOT_AUTHORISED;
            case UNKNOWN_RESOURCE -> FailureKind.UNKNOWN_RESOURCE;
            case BUSY -> FailureKind.BUSY;
            case NO_CAPACITY -> FailureKind.NO_CAPACITY;
            case EXTERNAL -> FailureKind.EXTERNAL;
            case INTERNAL -> FailureKind.INTERNAL;
        };
    }

    /** TLS and message security refuse below the services, so no fault of theirs tells why. */
    private static Failure withoutBaseFault(String site, Exception thrown) {
        if (thrown instanceof SOAPFaultException fault) {
            return soapFault(site, fault);
        }
        if (causes(thrown).anyMatch(SSLException.class::isInstance)) {
            return Failure.of(
                    FailureKind.NOT_AUTHORISED,
                    "IDENTITY_REFUSED",
                    site + " and you do not accept each other's certificates.");
        }
        if (thrown instanceof WebServiceException) {
            return new Failure(
                    FailureKind.UNREACHABLE, "SITE_UNREACHABLE", site + " does not answer.", true, List.of());
        }
        return Failure.of(
                FailureKind.INTERNAL,
                "ANSWER_UNREADABLE",
                site + " answered something that its contract does not know: " + thrown.getMessage());
    }

    private static Failure soapFault(String site, SOAPFaultException fault) {
        String code = String.valueOf(fault.getFault().getFaultCode());
        String sentence = String.valueOf(fault.getFault().getFaultString());
        boolean security = Stream.of("Security", "Authentication", "Expired")
                .anyMatch(word -> code.contains(word) || sentence.contains(word));
        return security
                ? Failure.of(
                        FailureKind.NOT_AUTHORISED,
                        "MESSAGE_REFUSED",
                        site + " refused the message's signature: " + sentence)
                : Failure.of(FailureKind.INTERNAL, "SOAP_FAULT", site + " answered with a fault: " + sentence);
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }
}
