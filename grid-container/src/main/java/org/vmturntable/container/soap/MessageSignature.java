package org.vmturntable.container.soap;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.apache.cxf.message.Message;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.WSHandlerConstants;
import org.apache.wss4j.dom.handler.WSHandlerResult;

/** The verified signature over a message. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record MessageSignature(byte[] value, X509Certificate certificate) {
    /**
     * What WSS4J verified.
     *
     * @throws org.vmturntable.kernel.GridException CALLER_NOT_PERMITTED if there is not exactly one signature: with two it would be
     *     open which of them speaks for the caller
     */
    static MessageSignature of(Message message) {
        List<WSSecurityEngineResult> signatures = verified(message).stream()
                .map(result -> result.getActionResults().getOrDefault(WSConstants.SIGN, List.of()))
                .flatMap(List::stream)
                .toList();
        if (signatures.size() != 1) {
            throw CallGuard.refusal("The request has " + signatures.size() + " signatures instead of one.");
        }
        WSSecurityEngineResult signature = signatures.get(0);
        return new MessageSignature(
                (byte[]) Objects.requireNonNull(signature.get(WSSecurityEngineResult.TAG_SIGNATURE_VALUE)),
                (X509Certificate) Objects.requireNonNull(signature.get(WSSecurityEngineResult.TAG_X509_CERTIFICATE)));
    }

    @SuppressWarnings("unchecked") // The key's documented content.
    private static List<WSHandlerResult> verified(Message message) {
        Object results = message.get(WSHandlerConstants.RECV_RESULTS);
        return results == null ? List.of() : (List<WSHandlerResult>) results;
    }
}
