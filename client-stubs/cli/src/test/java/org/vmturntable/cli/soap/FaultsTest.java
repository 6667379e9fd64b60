package org.vmturntable.cli.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.xml.ws.WebServiceException;
import java.net.ConnectException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.oasis_open.docs.wsrf.bf_2.BaseFaultType;
import org.vmturntable.cli.grid.Failure;
import org.vmturntable.cli.grid.FailureKind;
import org.vmturntable.soap.GridFault;
import org.vmturntable.soap.faults.ExternalSystemFaultType;
import org.vmturntable.soap.faults.NoCapacityFaultType;
import org.vmturntable.soap.migration.MigrationProperties;

class FaultsTest {
    @Test
    void aSiteThatCannotBeReachedIsNamed() {
        Failure failure = Faults.of("chicago", new WebServiceException(new ConnectException("refused")));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(failure.sentence()).isEqualTo("chicago does not answer.");
    }

    @Test
    void certificatesThatAreNotAcceptedAreNoMatterOfTheNetwork() {
        Failure failure = Faults.of("chicago", new WebServiceException(new SSLHandshakeException("bad certificate")));
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_AUTHORISED);
        assertThat(failure.code()).isEqualTo("IDENTITY_REFUSED");
    }

    @Test
    void anAnswerThatMakesNoSenseIsADefect() {
        assertThatThrownBy(() -> Answers.document(MigrationProperties.class, "text"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Faults.of("chicago", new IllegalArgumentException("odd")).kind())
                .isEqualTo(FailureKind.INTERNAL);
    }

    @Test
    void theChainOfCausesIsKept() {
        BaseFaultType fault = fault(new NoCapacityFaultType(), "NO_PATH", "No path.");
        BaseFaultType.FaultCause cause = new BaseFaultType.FaultCause();
        cause.setAny(fault(new ExternalSystemFaultType(), "ELEMENT_UNREACHABLE", "chicago is silent."));
        fault.setFaultCause(cause);
        Failure failure = Faults.failure(GridFault.of(fault));
        assertThat(failure.kind()).isEqualTo(FailureKind.NO_CAPACITY);
        assertThat(failure.causes()).containsExactly(new Failure.Cause("ELEMENT_UNREACHABLE", "chicago is silent."));
    }

    private static BaseFaultType fault(BaseFaultType fault, String code, String sentence) {
        BaseFaultType.ErrorCode errorCode = new BaseFaultType.ErrorCode();
        errorCode.setDialect(GridFault.CODE_DIALECT);
        errorCode.getContent().add(code);
        fault.setErrorCode(errorCode);
        BaseFaultType.Description description = new BaseFaultType.Description();
        description.setValue(sentence);
        fault.getDescription().add(description);
        return fault;
    }
}
