package org.vmturntable.container.notification;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.oasis_open.docs.wsn.b_2.Renew;
import org.oasis_open.docs.wsn.b_2.RenewResponse;
import org.oasis_open.docs.wsn.b_2.UnacceptableTerminationTimeFaultType;
import org.oasis_open.docs.wsn.b_2.Unsubscribe;
import org.oasis_open.docs.wsn.b_2.UnsubscribeResponse;
import org.oasis_open.docs.wsn.bw_2.UnacceptableTerminationTimeFault;
import org.vmturntable.container.soap.BaseFaultMapper;
import org.vmturntable.container.soap.CurrentCall;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.soap.subscription.SubscriptionManager;
import org.vmturntable.wsrf.notification.Subscription;
import org.vmturntable.wsrf.notification.SubscriptionHome;

/** A subscription, for whoever has its reference. */
public final class SubscriptionManagerEndpoint implements SubscriptionManager {
    private final SubscriptionHome home;
    private final BaseFaultMapper faults;
    private final Clock clock;

    public SubscriptionManagerEndpoint(SubscriptionHome home, BaseFaultMapper faults, Clock clock) {
        this.home = home;
        this.faults = faults;
        this.clock = clock;
    }

    @Override
    public RenewResponse renew(Renew request) throws UnacceptableTerminationTimeFault {
        try {
            Instant now = clock.instant();
            @Nullable String wish = request.getTerminationTime();
            Optional<Instant> ends = Optional.ofNullable(wish).map(text -> SubscribeRequest.time(text, now));
            Subscription renewed = home.renew(CurrentCall.get().requireKey(), ends);
            RenewResponse response = new RenewResponse();
            response.setCurrentTime(now);
            renewed.ends().ifPresent(response::setTerminationTime);
            return response;
        } catch (GridException refused) {
            if (refused.code() != FailureCode.REQUEST_MALFORMED) {
                throw refused;
            }
            throw new UnacceptableTerminationTimeFault(
                    refused.getMessage(), faults.fill(new UnacceptableTerminationTimeFaultType(), refused));
        }
    }

    @Override
    public UnsubscribeResponse unsubscribe(Unsubscribe request) {
        home.destroy(CurrentCall.get().requireKey());
        return new UnsubscribeResponse();
    }
}
