package org.vmturntable.container.soap;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HexFormat;
import javax.xml.namespace.QName;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.soap.SignedMessages;

/**
 * Decides whether a verified request may be served: its signer is who holds the TLS connection, it was not served before, and its
 * caller has the right.
 */
public final class CallGuard {
    private final CallPolicy policy;
    private final ReplayMemory replays;
    private final Clock clock;

    public CallGuard(CallPolicy policy, ReplayMemory replays, Clock clock) {
        this.policy = policy;
        this.replays = replays;
        this.clock = clock;
    }

    /**
     * @param tls certificate of the connection
     * @param signature value and certificate of the one signature over the message
     * @throws GridException CALLER_NOT_PERMITTED, and nothing was done
     */
    Caller admit(X509Certificate tls, MessageSignature signature, QName portType, String operation) {
        if (!tls.equals(signature.certificate())) {
            throw refusal("The request was signed by someone else than holds the connection.");
        }
        Caller caller = Caller.of(tls);
        policy.check(caller, portType, operation);
        String digest = HexFormat.of().formatHex(Caller.sha256(signature.value()));
        // Longest time in which the message's own timestamp would still be accepted.
        if (!replays.isNew(
                digest, clock.instant().plus(SignedMessages.LIFE).plus(SignedMessages.CLOCK_SKEW.multipliedBy(2)))) {
            throw refusal("This very request was served before.");
        }
        return caller;
    }

    static GridException refusal(String why) {
        return new GridException(FailureCode.CALLER_NOT_PERMITTED, why);
    }
}
