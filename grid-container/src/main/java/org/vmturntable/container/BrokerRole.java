package org.vmturntable.container;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vmturntable.aaa.token.IssuerKeys;
import org.vmturntable.aaa.token.TokenVerifier;
import org.vmturntable.aaa.token.VerificationKey;
import org.vmturntable.container.config.Network;
import org.vmturntable.container.config.Peer;
import org.vmturntable.container.lightpath.DracEndpoint;
import org.vmturntable.container.lightpath.LightpathEndpoint;
import org.vmturntable.container.lightpath.Lightpaths;
import org.vmturntable.container.lightpath.TokenGate;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.drac.lightpath.LightpathService;
import org.vmturntable.drac.lightpath.Timekeeping;
import org.vmturntable.drac.topology.Element;
import org.vmturntable.drac.topology.LabelRange;
import org.vmturntable.drac.topology.Link;
import org.vmturntable.drac.topology.Topology;
import org.vmturntable.kernel.LightpathId;
import org.vmturntable.kernel.SiteId;

/** Keeps the network's ledger and switches its elements. */
record BrokerRole(LightpathService service, Lightpaths lightpaths) {
    /** How far the clocks of sites may be apart for a token to be believed. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    static BrokerRole begin(Foundation on, Optional<AuthorityRole> authority) {
        Network network = on.site().network().orElseThrow();
        TokenGate gate = new TokenGate(
                on.site().site(),
                new TokenVerifier(issuers(on, authority), on.clock(), CLOCK_SKEW),
                authority.map(AuthorityRole::service),
                on.peers());
        LightpathService service = new LightpathService(
                new org.vmturntable.drac.lightpath.Network(
                        topology(network),
                        on.surroundings().elements(network),
                        on.workers().calls()),
                on.store().lightpaths(),
                gate,
                Timekeeping.of(on.clock(), on.workers().timer()),
                LightpathId::random);
        Lightpaths lightpaths = new Lightpaths(service, on.base());
        on.publish(ServicePath.DRAC, new DracEndpoint(service, on.access(), on.base()));
        on.publish(ServicePath.LIGHTPATH, new LightpathEndpoint(on.answers(lightpaths.kind())));
        return new BrokerRole(service, lightpaths);
    }

    void recover() {
        service.recover();
    }

    private static IssuerKeys issuers(Foundation on, Optional<AuthorityRole> authority) {
        Map<SiteId, Set<VerificationKey>> keys = new HashMap<>();
        for (Peer peer : on.site().peers()) {
            peer.tokenKey().ifPresent(key -> keys.put(peer.site(), Set.of(key)));
        }
        authority.ifPresent(own -> keys.put(on.site().site(), Set.of(own.key())));
        return new IssuerKeys(keys);
    }

    private static Topology topology(Network network) {
        List<Element> elements = network.elements().stream()
                .map(element -> new Element(element.name(), element.ports().keySet()))
                .toList();
        List<Link> links = network.links().stream()
                .map(fibre -> new Link(fibre.a(), fibre.b(), fibre.bandwidth(), fibre.roundTrip()))
                .toList();
        return new Topology(
                elements,
                links,
                new LabelRange(network.vlans().first(), network.vlans().last()));
    }
}
