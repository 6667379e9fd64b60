package org.vmturntable.container.soap;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.headers.Header;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.Message;
import org.apache.cxf.security.transport.TLSSessionInfo;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.soap.EndpointReferences;
import org.w3c.dom.Node;

/** Reads from a request what the guard has to decide on, for the service at one path. */
final class Admission {
    private final String path;
    private final CallGuard guard;

    /**
     * @param path where the service is published; what a request's path has beyond it is a resource's key
     */
    Admission(String path, CallGuard guard) {
        this.path = path;
        this.guard = guard;
    }

    /**
     * @throws GridException CALLER_NOT_PERMITTED, or REQUEST_MALFORMED if it names two resources
     */
    CurrentCall admit(Exchange exchange) {
        SoapMessage message = (SoapMessage) exchange.getInMessage();
        QName portType =
                exchange.getService().getServiceInfos().get(0).getInterface().getName();
        String operation = exchange.getBindingOperationInfo().getName().getLocalPart();
        Optional<String> key = key(message);
        Caller caller = guard.admit(tlsCertificate(message), MessageSignature.of(message), portType, operation);
        return new CurrentCall(caller, key, operation);
    }

    private static X509Certificate tlsCertificate(Message message) {
        TLSSessionInfo session = message.get(TLSSessionInfo.class);
        Certificate[] chain = session == null ? null : session.getPeerCertificates();
        if (chain == null || chain.length == 0 || !(chain[0] instanceof X509Certificate certificate)) {
            throw CallGuard.refusal("The connection has no client certificate.");
        }
        return certificate;
    }

    private Optional<String> key(SoapMessage message) {
        Optional<String> inPath = keyInPath(String.valueOf(message.get(Message.REQUEST_URI)));
        Optional<String> inHeader = Optional.ofNullable(message.getHeader(EndpointReferences.RESOURCE_KEY))
                .map(Header::getObject)
                .filter(Node.class::isInstance)
                .map(header -> ((Node) header).getTextContent().trim());
        if (inPath.isPresent() && inHeader.isPresent() && !inPath.equals(inHeader)) {
            throw new GridException(
                    FailureCode.REQUEST_MALFORMED, "The path and the ResourceKey header name different resources.");
        }
        return inHeader.or(() -> inPath);
    }

    private Optional<String> keyInPath(String uri) {
        String prefix = path + "/";
        return uri.startsWith(prefix) && uri.length() > prefix.length()
                ? Optional.of(uri.substring(prefix.length()))
                : Optional.empty();
    }
}
