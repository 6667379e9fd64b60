package org.vmturntable.container;

import java.net.URI;
import java.time.Clock;
import java.util.function.Supplier;
import org.vmturntable.container.access.SiteAccess;
import org.vmturntable.container.config.SiteConfiguration;
import org.vmturntable.container.peer.Peers;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.container.resource.ResourceAnswers;
import org.vmturntable.container.soap.BaseFaultMapper;
import org.vmturntable.container.soap.Caller;
import org.vmturntable.container.soap.CurrentCall;
import org.vmturntable.container.soap.SoapServer;
import org.vmturntable.store.SiteStore;
import org.vmturntable.wsrf.resource.ResourceKind;

/**
 * What every role of a container stands on.
 *
 * @param own as this container proves itself to others
 */
record Foundation(
        SiteConfiguration site,
        Surroundings surroundings,
        SiteStore store,
        SoapServer server,
        SiteAccess access,
        Peers peers,
        BaseFaultMapper faults,
        Caller own,
        Workers workers) {

    Clock clock() {
        return surroundings.clock();
    }

    /** Base of this container's services, as others see it. */
    URI base() {
        return site.listen().url();
    }

    void publish(ServicePath service, Object endpoint) {
        server.publish(service.path(), endpoint);
    }

    /** Answers for the resource that each call names. */
    ResourceAnswers answers(ResourceKind<?> kind) {
        return answers(kind, () -> CurrentCall.get().requireKey());
    }

    ResourceAnswers answers(ResourceKind<?> kind, Supplier<String> key) {
        return new ResourceAnswers(kind, key, faults);
    }
}
