package org.vmturntable.container.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.soap.EndpointReferences;
import org.vmturntable.soap.GridClients;
import org.vmturntable.soap.GridFault;
import org.vmturntable.soap.edge.AttachVm;
import org.vmturntable.soap.edge.DetachVm;
import org.vmturntable.soap.edge.EdgeGateway;
import org.vmturntable.soap.faults.InvalidRequestFault;
import org.vmturntable.soap.faults.NoCapacityFault;

class SoapServerIT {
    private static final String VM = UUID.randomUUID().toString();

    @TempDir
    Path folder;

    private final EdgeStub edge = new EdgeStub();
    private SoapServer server;
    private GridClients clients;
    private URI address;

    @BeforeEach
    void serve() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "authority");
        CallGuard guard = new CallGuard(
                (caller, portType, operation) -> {
                    if (operation.equals("DetachVm")) {
                        throw new GridException(FailureCode.CALLER_NOT_PERMITTED, "Only edges detach.");
                    }
                },
                new InMemoryReplayMemory(Clock.systemUTC()),
                Clock.systemUTC());
        server = new SoapServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                authority.identity("amsterdam", "container"),
                guard,
                new BaseFaultMapper(URI.create("https://127.0.0.1/"), Clock.systemUTC()));
        server.publish("/edge", edge);
        server.start(() -> {});
        clients = new GridClients(authority.identity("operator", "operator"));
        address = URI.create("https://127.0.0.1:" + server.port() + "/edge");
    }

    @AfterEach
    void stop() {
        clients.close();
        server.close();
    }

    @Test
    void aPortThatIsTakenIsSaidInASentence() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "another");
        try (SoapServer second = new SoapServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                authority.identity("chicago", "container"),
                new CallGuard(
                        (caller, portType, operation) -> {},
                        new InMemoryReplayMemory(Clock.systemUTC()),
                        Clock.systemUTC()),
                new BaseFaultMapper(URI.create("https://127.0.0.1/"), Clock.systemUTC()))) {
            assertThatThrownBy(() -> second.start(() -> {}))
                    .isInstanceOfSatisfying(
                            GridException.class,
                            refused -> assertThat(refused.code()).isEqualTo(FailureCode.CONFIGURATION_INVALID))
                    .hasMessageContaining(":" + server.port() + ": Address already in use");
        }
    }

    @Test
    void aSignedCallArrivesWithItsCallerAndIsAnswered() throws Exception {
        var answer = clients.port(EdgeGateway.class, address).attachVm(attachment());

        assertThat(answer.getAttachment().getSite()).isEqualTo("amsterdam");
        assertThat(edge.calls).hasSize(1);
        assertThat(edge.calls.get(0).caller().subject()).isEqualTo("CN=operator,OU=operator,O=Test");
        assertThat(edge.calls.get(0).caller().keyThumbprint()).matches("[0-9a-f]{64}");
        assertThat(edge.calls.get(0).operation()).isEqualTo("AttachVm");
        assertThat(edge.calls.get(0).key()).isEmpty();
    }

    @Test
    void theKeyArrivesByReferenceParameterAndByPath() throws Exception {
        clients.port(EdgeGateway.class, EndpointReferences.resource(address, "key-1"))
                .attachVm(attachment());
        clients.port(EdgeGateway.class, URI.create(address + "/key-2")).attachVm(attachment());

        assertThat(edge.calls).extracting(call -> call.key().orElse("")).containsExactly("key-1", "key-2");
    }

    @Test
    void aFailureArrivesAsTheTypedFaultOfItsKind() {
        edge.failure = new GridException(
                FailureCode.NO_PATH,
                "There is no path.",
                Map.of("port", "amsterdam:client-1"),
                new GridException(FailureCode.ELEMENT_UNREACHABLE, "An element is silent."));

        Throwable thrown =
                catchThrowable(() -> clients.port(EdgeGateway.class, address).attachVm(attachment()));

        assertThat(thrown).isInstanceOf(NoCapacityFault.class);
        GridFault fault = GridFault.of(thrown).orElseThrow();
        assertThat(fault.kind()).isEqualTo(GridFault.Kind.NO_CAPACITY);
        assertThat(fault.code()).isEqualTo("NO_PATH");
        assertThat(fault.message()).isEqualTo("There is no path.");
        assertThat(fault.details()).containsEntry("port", "amsterdam:client-1");
        assertThat(((NoCapacityFault) thrown).getFaultInfo().getFaultCause()).isNotNull();
    }

    @Test
    void anUnexpectedFailureTellsNothingButWhereTheLogHasIt() {
        edge.failure = new IllegalStateException("secret detail");

        Throwable thrown =
                catchThrowable(() -> clients.port(EdgeGateway.class, address).attachVm(attachment()));

        GridFault fault = GridFault.of(thrown).orElseThrow();
        assertThat(fault.kind()).isEqualTo(GridFault.Kind.INTERNAL);
        assertThat(fault.message())
                .doesNotContain("secret")
                .contains(fault.details().get("logEntry"));
    }

    @Test
    void aCallerWithoutTheRightIsRefusedBeforeTheEndpoint() {
        DetachVm request = new DetachVm();
        request.setVmId(VM);

        Throwable thrown =
                catchThrowable(() -> clients.port(EdgeGateway.class, address).detachVm(request));

        assertThat(GridFault.of(thrown).orElseThrow().kind()).isEqualTo(GridFault.Kind.NOT_AUTHORISED);
        assertThat(edge.calls).isEmpty();
    }

    @Test
    void contentAgainstTheSchemaIsRefusedBeforeTheEndpoint() {
        AttachVm request = attachment();
        request.setMacAddress("not a MAC address");

        Throwable thrown =
                catchThrowable(() -> clients.port(EdgeGateway.class, address).attachVm(request));
        assertThat(thrown).isInstanceOf(InvalidRequestFault.class);
        assertThat(GridFault.of(thrown).orElseThrow().message()).contains("not a MAC address");
        assertThat(edge.calls).isEmpty();
    }

    private static AttachVm attachment() {
        AttachVm request = new AttachVm();
        request.setVmId(VM);
        request.setMacAddress("52:54:00:0a:01:02");
        request.setAddress("10.1.1.2");
        request.setSite("amsterdam");
        request.setEpoch(1);
        return request;
    }
}
