package org.vmturntable.container.soap;

import jakarta.xml.bind.JAXBElement;
import java.net.URI;
import java.time.Clock;
import java.util.UUID;
import org.oasis_open.docs.wsrf.bf_2.BaseFaultType;
import org.oasis_open.docs.wsrf.r_2.ResourceUnavailableFaultType;
import org.oasis_open.docs.wsrf.r_2.ResourceUnknownFaultType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.soap.GridFault;
import org.vmturntable.soap.faults.ExternalSystemFaultType;
import org.vmturntable.soap.faults.FaultDetails;
import org.vmturntable.soap.faults.FaultItem;
import org.vmturntable.soap.faults.InternalFaultType;
import org.vmturntable.soap.faults.InvalidRequestFaultType;
import org.vmturntable.soap.faults.NoCapacityFaultType;
import org.vmturntable.soap.faults.NotAuthorisedFaultType;

/**
 * Failures as WS-BaseFaults. A failure's own message and details go out, its causes too where they are failures of ours; any other
 * exception goes out as an InternalFault that names only the log entry in which it stands whole.
 */
public final class BaseFaultMapper {
    private static final Logger LOG = LoggerFactory.getLogger(BaseFaultMapper.class);

    private static final org.vmturntable.soap.faults.ObjectFactory OURS =
            new org.vmturntable.soap.faults.ObjectFactory();
    private static final org.oasis_open.docs.wsrf.r_2.ObjectFactory WSRF =
            new org.oasis_open.docs.wsrf.r_2.ObjectFactory();

    private final URI originator;
    private final Clock clock;

    /**
     * @param originator address of this container, told with every fault
     */
    public BaseFaultMapper(URI originator, Clock clock) {
        this.originator = originator;
        this.clock = clock;
    }

    /** The fault element for a failure, or for anything else that was thrown. */
    public JAXBElement<? extends BaseFaultType> map(Throwable thrown) {
        return thrown instanceof GridException failure ? map(failure) : map(unexpected(thrown));
    }

    private JAXBElement<? extends BaseFaultType> map(GridException failure) {
        return switch (failure.code().kind()) {
            case INVALID_REQUEST -> OURS.createInvalidRequestFault(fill(new InvalidRequestFaultType(), failure));
            case NOT_AUTHORISED -> OURS.createNotAuthorisedFault(fill(new NotAuthorisedFaultType(), failure));
            case UNKNOWN_RESOURCE -> WSRF.createResourceUnknownFault(fill(new ResourceUnknownFaultType(), failure));
            case BUSY -> WSRF.createResourceUnavailableFault(fill(new ResourceUnavailableFaultType(), failure));
            case NO_CAPACITY -> OURS.createNoCapacityFault(fill(new NoCapacityFaultType(), failure));
            case EXTERNAL -> OURS.createExternalSystemFault(fill(new ExternalSystemFaultType(), failure));
            case INTERNAL -> OURS.createInternalFault(fill(new InternalFaultType(), failure));
        };
    }

    /** Fills a fault of a standard that has a type of its own for this failure. */
    public <F extends BaseFaultType> F fill(F fault, GridException failure) {
        fault.getAny().add(details(failure));
        fault.setTimestamp(clock.instant());
        fault.setOriginator(EndpointReferences.service(originator));
        BaseFaultType.ErrorCode code = new BaseFaultType.ErrorCode();
        code.setDialect(GridFault.CODE_DIALECT);
        code.getContent().add(failure.code().name());
        fault.setErrorCode(code);
        BaseFaultType.Description description = new BaseFaultType.Description();
        description.setLang("en");
        description.setValue(String.valueOf(failure.getMessage()));
        fault.getDescription().add(description);
        if (failure.getCause() instanceof GridException cause) {
            BaseFaultType.FaultCause chain = new BaseFaultType.FaultCause();
            chain.setAny(map(cause));
            fault.setFaultCause(chain);
        }
        return fault;
    }

    private static FaultDetails details(GridException failure) {
        FaultDetails details = new FaultDetails();
        details.setRetryHelps(failure.code().retryHelps());
        failure.details().forEach((name, value) -> {
            FaultItem item = new FaultItem();
            item.setName(name);
            item.setValue(value);
            details.getItem().add(item);
        });
        return details;
    }

    private static GridException unexpected(Throwable thrown) {
        String entry = UUID.randomUUID().toString();
        LOG.error("Unexpected failure {}", entry, thrown);
        return new GridException(
                FailureCode.INVARIANT_BROKEN,
                "Something unexpected happened; the service's log has it as " + entry + ".",
                java.util.Map.of("logEntry", entry));
    }
}
