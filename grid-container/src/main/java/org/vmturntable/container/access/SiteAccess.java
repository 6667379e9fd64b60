package org.vmturntable.container.access;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import javax.xml.namespace.QName;
import org.vmturntable.container.config.Peer;
import org.vmturntable.container.config.PeerRole;
import org.vmturntable.container.config.SiteConfiguration;
import org.vmturntable.container.soap.CallPolicy;
import org.vmturntable.container.soap.Caller;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.SiteId;

/** Who may call which operation, by the subject of the caller's certificate. What is not named here, nobody may call. */
public final class SiteAccess implements CallPolicy {
    private static final Set<Standing> ANYONE_KNOWN = EnumSet.allOf(Standing.class);
    private static final Set<Standing> CONTAINERS = EnumSet.of(Standing.CONTAINER);
    private static final Set<Standing> OPERATORS = EnumSet.of(Standing.OPERATOR);

    private static final Map<String, Set<Standing>> SERVICES = Map.of(
            "MigratableVm", ANYONE_KNOWN,
            "Migration", ANYONE_KNOWN,
            "SiteDirectory", ANYONE_KNOWN,
            "Lightpath", ANYONE_KNOWN,
            "SubscriptionManager", ANYONE_KNOWN,
            "Drac", ANYONE_KNOWN,
            "Aaa", CONTAINERS,
            "HostingSite", CONTAINERS,
            "EdgeGateway", CONTAINERS);

    /** Where an operation differs from the rest of its service. */
    private static final Map<String, Set<Standing>> OPERATIONS = Map.ofEntries(
            Map.entry("MigratableVm.Migrate", OPERATORS),
            Map.entry("MigratableVm.PlanMigration", OPERATORS),
            Map.entry("MigratableVm.Destroy", OPERATORS),
            Map.entry("Migration.Cancel", OPERATORS),
            Map.entry("Migration.Retry", OPERATORS),
            Map.entry("Migration.Destroy", OPERATORS),
            Map.entry("Lightpath.Destroy", OPERATORS),
            Map.entry("Drac.ReserveLightpath", CONTAINERS),
            Map.entry("Drac.ProvisionLightpath", CONTAINERS),
            Map.entry("Drac.ExtendLightpath", CONTAINERS),
            Map.entry("Aaa.Authorise", OPERATORS),
            Map.entry("Aaa.Revoke", ANYONE_KNOWN),
            Map.entry("Aaa.QueryToken", ANYONE_KNOWN));

    private final SiteConfiguration site;

    public SiteAccess(SiteConfiguration site) {
        this.site = site;
    }

    @Override
    public void check(Caller caller, QName portType, String operation) {
        String service = portType.getLocalPart();
        Set<Standing> allowed =
                OPERATIONS.getOrDefault(service + "." + operation, SERVICES.getOrDefault(service, Set.of()));
        if (standingOf(caller).filter(allowed::contains).isEmpty()) {
            throw refused(caller, operation);
        }
    }

    /**
     * The site that the caller stands for.
     *
     * @throws GridException {@link FailureCode#CALLER_NOT_PERMITTED} if it is no container of a known site
     */
    public SiteId siteOf(Caller caller) {
        return container(caller).map(Peer::site).orElseThrow(() -> refused(caller, "what only a site's container may"));
    }

    public boolean isOperator(Caller caller) {
        return site.operators().contains(new X500Principal(caller.subject()));
    }

    private Optional<Standing> standingOf(Caller caller) {
        if (isOperator(caller)) {
            return Optional.of(Standing.OPERATOR);
        }
        return container(caller).map(peer -> Standing.CONTAINER);
    }

    private Optional<Peer> container(Caller caller) {
        X500Principal subject = new X500Principal(caller.subject());
        return site.peers().stream()
                .filter(peer ->
                        peer.role() == PeerRole.CONTAINER && peer.subject().equals(subject))
                .findFirst();
    }

    private static GridException refused(Caller caller, String what) {
        return new GridException(
                FailureCode.CALLER_NOT_PERMITTED,
                caller.subject() + " may not call " + what + " here",
                Map.of("caller", caller.subject()));
    }
}
