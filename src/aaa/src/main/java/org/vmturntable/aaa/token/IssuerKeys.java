package org.vmturntable.aaa.token;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.vmturntable.kernel.SiteId;

/** The authorities whose tokens are honoured, each with its keys: more than one while it changes them. */
public record IssuerKeys(Map<SiteId, Set<VerificationKey>> bySite) {
    public IssuerKeys {
        bySite = bySite.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
    }

    /** Empty if the site is not trusted. */
    Set<VerificationKey> of(SiteId site) {
        return bySite.getOrDefault(site, Set.of());
    }
}
