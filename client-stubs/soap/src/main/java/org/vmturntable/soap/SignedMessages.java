package org.vmturntable.soap;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.cxf.rt.security.SecurityConstants;
import org.apache.wss4j.dom.WSConstants;

/** Settings that turn the contracts' policy "SignedMessages" into signatures and checks; the same on both sides. */
public final class SignedMessages {
    /** How long a message may travel; after that it is refused, so that a replay memory can be bounded. */
    public static final Duration LIFE = Duration.ofMinutes(5);

    /** How far two clocks may stand apart. */
    public static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    private SignedMessages() {}

    /** CXF endpoint properties, for a client or a server. */
    public static Map<String, Object> properties(SoapIdentity identity) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(SecurityConstants.SIGNATURE_CRYPTO, identity.signatures());
        properties.put(SecurityConstants.SIGNATURE_USERNAME, identity.alias());
        properties.put(SecurityConstants.SIGNATURE_PASSWORD, identity.keyPassword());
        // Any subject under the trusted authorities may speak; which of them may do what is decided above this layer.
        properties.put(SecurityConstants.SUBJECT_CERT_CONSTRAINTS, ".*");
        properties.put(
                org.apache.cxf.ws.security.SecurityConstants.ASYMMETRIC_SIGNATURE_ALGORITHM, WSConstants.RSA_SHA256);
        properties.put(org.apache.cxf.ws.security.SecurityConstants.TIMESTAMP_TTL, seconds(LIFE));
        properties.put(org.apache.cxf.ws.security.SecurityConstants.TIMESTAMP_FUTURE_TTL, seconds(CLOCK_SKEW));
        // WSS4J's own replay cache lives in memory and checks before it adds; the server has a better one.
        properties.put(org.apache.cxf.ws.security.SecurityConstants.ENABLE_TIMESTAMP_CACHE, "false");
        properties.put(org.apache.cxf.ws.security.SecurityConstants.ENABLE_NONCE_CACHE, "false");
        return properties;
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }
}
