package org.vmturntable.testbed.trial;

import java.time.Duration;
import java.util.Optional;
import org.vmturntable.testbed.demo.probe.EchoSession;
import org.vmturntable.testbed.demo.probe.Echoes;
import org.vmturntable.testbed.process.HostException;
import org.vmturntable.testbed.process.Patience;

/** Whether a client's TCP session lives, however long it had to wait: TCP itself tries again after up to two minutes. */
final class SessionCheck {
    private static final Duration TCP_TRIES_AGAIN = Duration.ofSeconds(130);

    private SessionCheck() {}

    /** Ends the session; says what is wrong with it, if something is. */
    static Optional<String> complaint(EchoSession session) throws InterruptedException {
        long before = session.standing().sent();
        try {
            Patience.until(
                    "An answer in the client's TCP session",
                    TCP_TRIES_AGAIN,
                    () -> {},
                    () -> session.standing().answered() >= before
                            || session.standing().fault().isPresent());
        } catch (HostException silent) {
            return Optional.of("the client's TCP session is silent: " + silent.getMessage());
        }
        Echoes end = session.finish();
        return end.complete()
                ? Optional.empty()
                : Optional.of("the client's TCP session did not survive: " + end.answered() + " of " + end.sent()
                        + " lines answered, " + end.fault().orElse("the last are missing"));
    }
}
