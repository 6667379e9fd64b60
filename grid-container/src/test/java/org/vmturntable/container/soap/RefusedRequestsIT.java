package org.vmturntable.container.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmturntable.soap.GridClients;
import org.vmturntable.soap.SoapIdentity;
import org.vmturntable.soap.edge.EdgeGateway;
import org.vmturntable.soap.edge.QueryVm;

/** Requests that a container must refuse: each gets a SOAP fault, or no connection, and never reaches the endpoint. */
class RefusedRequestsIT {
    private static final String VM = UUID.randomUUID().toString();

    @TempDir
    Path folder;

    private final EdgeStub edge = new EdgeStub();
    private final JdbcDataSource store = new JdbcDataSource();
    private TestAuthority authority;
    private SoapIdentity service;
    private SoapIdentity operator;
    private GridClients clients;
    private SoapServer server;

    @BeforeEach
    void serve() throws Exception {
        authority = new TestAuthority(folder.resolve("ours"), "authority");
        service = authority.identity("amsterdam", "container");
        operator = authority.identity("operator", "operator");
        clients = new GridClients(operator);
        store.setURL("jdbc:h2:file:" + folder.resolve("store"));
        server = start();
    }

    private SoapServer start() {
        CallGuard guard = new CallGuard(
                (caller, portType, operation) -> {}, new JdbcReplayMemory(store, Clock.systemUTC()), Clock.systemUTC());
        BaseFaultMapper faults = new BaseFaultMapper(URI.create("https://127.0.0.1/"), Clock.systemUTC());
        SoapServer started =
                new SoapServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), service, guard, faults);
        started.publish("/edge", edge);
        started.start(() -> {});
        return started;
    }

    @AfterEach
    void stop() {
        clients.close();
        server.close();
    }

    @Test
    void theRecordedRequestIsServedOnce() throws Exception {
        Wire.Answer answer = Wire.send(operator, address(), query(clients));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(edge.calls).hasSize(1);
    }

    @Test
    void theSameBytesAgainAreRefused() throws Exception {
        String request = query(clients);
        Wire.send(operator, address(), request);

        assertRefused(Wire.send(operator, address(), request), 1);
    }

    @Test
    void theSameBytesAreRefusedAfterARestartToo() throws Exception {
        String request = query(clients);
        Wire.send(operator, address(), request);
        server.close();
        server = start();

        assertRefused(Wire.send(operator, address(), request), 1);
    }

    @Test
    void anUnsignedRequestIsRefused() throws Exception {
        String unsigned = query(clients).replaceAll("(?s)<wsse:Security.*</wsse:Security>", "");

        assertThat(unsigned).doesNotContain("Signature").contains("QueryVm");
        Wire.Answer answer = Wire.send(operator, address(), unsigned);
        assertRefused(answer, 0);
        assertBlamesTheSender(answer, "NotAuthorisedFault", "CALLER_NOT_PERMITTED", "not signed");
    }

    @Test
    void whatIsNoXmlIsRefused() throws Exception {
        Wire.Answer answer = Wire.send(operator, address(), query(clients).replace("</soap:Body>", ""));
        assertRefused(answer, 0);
        assertBlamesTheSender(answer, "InvalidRequestFault", "REQUEST_MALFORMED", "not well-formed");
    }

    @Test
    void contentAgainstTheSchemaIsRefusedWithTheSchemasComplaint() throws Exception {
        QueryVm query = new QueryVm();
        query.setVmId("no id");
        String request = Wire.record(
                service, address -> clients.port(EdgeGateway.class, address).queryVm(query));
        Wire.Answer answer = Wire.send(operator, address(), request);
        assertRefused(answer, 0);
        assertBlamesTheSender(answer, "InvalidRequestFault", "REQUEST_MALFORMED", "'no id'");
    }

    @Test
    void anAlteredBodyIsRefused() throws Exception {
        String altered = query(clients).replace(VM, UUID.randomUUID().toString());

        assertRefused(Wire.send(operator, address(), altered), 0);
    }

    @Test
    void anAlteredActionIsRefused() throws Exception {
        String altered = query(clients).replace("EdgeGateway/QueryVmRequest", "EdgeGateway/DetachVmRequest");

        assertRefused(Wire.send(operator, address(), altered), 0);
    }

    @Test
    void anExpiredRequestIsRefused() throws Exception {
        String request = ShortLived.query(operator, service, VM);
        Thread.sleep(2_500);

        assertRefused(Wire.send(operator, address(), request), 0);
    }

    @Test
    void aSignatureUnderAForeignAuthorityIsRefused() throws Exception {
        TestAuthority foreign = new TestAuthority(folder.resolve("foreign"), "authority");
        try (GridClients stranger = new GridClients(foreign.identity("operator", "operator", authority))) {
            SoapIdentity lenient = authority.identity("lenient", "container", foreign);
            assertRefused(Wire.send(operator, address(), query(stranger, lenient)), 0);
        }
    }

    @Test
    void aConnectionUnderAForeignAuthorityIsRefused() throws Exception {
        TestAuthority foreign = new TestAuthority(folder.resolve("foreign"), "authority");
        SoapIdentity stranger = foreign.identity("operator", "operator", authority);
        String request = query(clients);

        assertThatThrownBy(() -> Wire.send(stranger, address(), request)).isInstanceOf(IOException.class);
        assertThat(edge.calls).isEmpty();
    }

    @Test
    void aRequestThatSomeoneElseSignedIsRefused() throws Exception {
        SoapIdentity other = authority.identity("chicago", "container");

        assertRefused(Wire.send(other, address(), query(clients)), 0);
    }

    private void assertRefused(Wire.Answer answer, int servedBefore) {
        assertThat(answer.isFault()).as(answer.body()).isTrue();
        assertThat(edge.calls).hasSize(servedBefore);
    }

    /** A typed fault that says what is wrong, without class names, places in files or stacks. */
    private static void assertBlamesTheSender(Wire.Answer answer, String fault, String code, String words) {
        assertThat(answer.body()).containsPattern("faultcode>\\w+:Client<").contains(fault, code, words);
        // The text alone: the names of standards' namespaces end as files do.
        String said = answer.body().replaceAll("(?s)^.*<soap:Fault>", "").replaceAll("<[^>]*>", " ");
        assertThat(said)
                .contains(code, words)
                .doesNotContainPattern("org\\.|java|jakarta|Exception|\\.xsd|\\.wsdl|/tmp|at \\[row");
    }

    private String query(GridClients sender) throws Exception {
        return query(sender, service);
    }

    private static String query(GridClients sender, SoapIdentity recorder) throws Exception {
        QueryVm query = new QueryVm();
        query.setVmId(VM);
        return Wire.record(
                recorder, address -> sender.port(EdgeGateway.class, address).queryVm(query));
    }

    private URI address() {
        return URI.create("https://127.0.0.1:" + server.port() + "/edge");
    }
}
