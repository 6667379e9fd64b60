package org.vmturntable.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vmturntable.aaa.decision.AuthorisationPolicy;
import org.vmturntable.aaa.decision.Decision;
import org.vmturntable.aaa.decision.LocalVms;
import org.vmturntable.aaa.decision.PreAuthorisationPolicy;
import org.vmturntable.aaa.grant.AuthorityService;
import org.vmturntable.aaa.token.IssuerKeys;
import org.vmturntable.aaa.token.SigningKey;
import org.vmturntable.aaa.token.Thumbprint;
import org.vmturntable.aaa.token.TokenIssuer;
import org.vmturntable.aaa.token.TokenVerifier;
import org.vmturntable.aaa.token.VerificationKey;
import org.vmturntable.container.authority.AaaEndpoint;
import org.vmturntable.container.authority.OwnMigrations;
import org.vmturntable.container.peer.ServicePath;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.PortId;
import org.vmturntable.kernel.SiteId;
import org.vmturntable.kernel.VmId;
import org.vmturntable.traffic.guest.Guest;
import org.vmturntable.traffic.guest.GuestMover;
import org.vmturntable.traffic.guest.GuestState;

/** Grants and redeems tokens. */
record AuthorityRole(AuthorityService service, VerificationKey key) {
    private static final Duration EXPIRY_CHECK = Duration.ofSeconds(30);

    /** @param guests empty if the site hosts no machines: then nobody is granted a token */
    static AuthorityRole begin(Foundation on, Optional<GuestMover> guests) {
        SigningKey key = readKey(on.site().tokenKeyFile().orElseThrow());
        IssuerKeys own = new IssuerKeys(Map.of(on.site().site(), Set.of(key.verificationKey())));
        AuthorityService service = new AuthorityService(
                new TokenIssuer(on.site().site(), key, new SecureRandom()),
                new TokenVerifier(own, on.clock(), Duration.ZERO),
                guests.map(mover -> policy(on, mover)).orElse(request -> Decision.deny("No machines are here")),
                on.store().tokens(),
                on.clock());
        on.publish(ServicePath.AAA, new AaaEndpoint(on.site().site(), service, on.access(), on.clock()));
        on.workers().every(EXPIRY_CHECK, "Marking tokens that expired", service::expireDue);
        return new AuthorityRole(service, key.verificationKey());
    }

    private static AuthorisationPolicy policy(Foundation on, GuestMover guests) {
        SiteId here = on.site().site();
        PortId port = on.site().lightpath().orElseThrow().port();
        LocalVms vms = vm -> isHere(guests, vm);
        PreAuthorisationPolicy ahead = new PreAuthorisationPolicy(
                here,
                vms,
                port,
                new Thumbprint(on.own().keyThumbprint()),
                on.site().broker().orElseThrow());
        return new OwnMigrations(here, vms, port, on.store().migrations(), ahead);
    }

    private static boolean isHere(GuestMover guests, VmId vm) {
        return guests.find(vm)
                .map(Guest::state)
                .filter(state -> state != GuestState.ABSENT && state != GuestState.ARRIVING)
                .isPresent();
    }

    private static SigningKey readKey(Path file) {
        try {
            return SigningKey.fromPem(Files.readString(file));
        } catch (IOException unreadable) {
            throw new GridException(FailureCode.CONFIGURATION_INVALID, "Cannot read " + file, unreadable);
        }
    }
}
