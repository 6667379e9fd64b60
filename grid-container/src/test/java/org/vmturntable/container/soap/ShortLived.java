package org.vmturntable.container.soap;

import java.net.URI;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.frontend.ClientProxy;
import org.apache.cxf.jaxws.JaxWsProxyFactoryBean;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.ws.security.SecurityConstants;
import org.vmturntable.soap.Contract;
import org.vmturntable.soap.SignedMessages;
import org.vmturntable.soap.SoapIdentity;
import org.vmturntable.soap.edge.EdgeGateway;
import org.vmturntable.soap.edge.QueryVm;

/** Requests whose timestamp lets them live for a second only. */
final class ShortLived {
    private ShortLived() {}

    static String query(SoapIdentity signer, SoapIdentity recorder, String vm) throws Exception {
        QueryVm query = new QueryVm();
        query.setVmId(vm);
        return Wire.record(recorder, address -> port(signer, address).queryVm(query));
    }

    private static EdgeGateway port(SoapIdentity signer, URI address) {
        Contract contract = Contract.of(EdgeGateway.class);
        JaxWsProxyFactoryBean factory = new JaxWsProxyFactoryBean();
        factory.setServiceClass(EdgeGateway.class);
        factory.setWsdlLocation(contract.wsdl());
        factory.setServiceName(contract.service());
        factory.setEndpointName(contract.port());
        factory.setAddress(address.toString());
        factory.setProperties(SignedMessages.properties(signer));
        factory.getProperties().put(SecurityConstants.TIMESTAMP_TTL, "1");
        EdgeGateway port = factory.create(EdgeGateway.class);
        TLSClientParameters tls = new TLSClientParameters();
        tls.setSslContext(signer.tls());
        ((HTTPConduit) ClientProxy.getClient(port).getConduit()).setTlsClientParameters(tls);
        return port;
    }
}
