package org.vmturntable.container.notification;

import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.NodeList;

/** Prefixes in the content of the current request: generated types forget them, but a topic expression means nothing without. */
final class RequestNamespaces {
    private static final String WSNT = "http://docs.oasis-open.org/wsn/b-2";

    private RequestNamespaces() {}

    /** What the prefix stands for where the request's topic expression is; null if it is not declared there. */
    static @Nullable String ofTopicExpression(String prefix) {
        NodeList found = body("TopicExpression");
        NodeList expressions = found == null || found.getLength() == 0 ? body("Topic") : found;
        return expressions == null || expressions.getLength() == 0
                ? null
                : expressions.item(0).lookupNamespaceURI(prefix);
    }

    private static @Nullable NodeList body(String element) {
        Message message = PhaseInterceptorChain.getCurrentMessage();
        SOAPMessage soap = message == null ? null : message.getContent(SOAPMessage.class);
        try {
            // There is one whenever a signature was verified, and without a signature nothing comes as far as here.
            return soap == null ? null : soap.getSOAPBody().getElementsByTagNameNS(WSNT, element);
        } catch (SOAPException noBody) {
            return null;
        }
    }
}
