package org.vmturntable.container.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.vmturntable.aaa.token.VerificationKey;
import org.vmturntable.kernel.SiteId;

/** The part of a site's file that says who may call as a site, and what else in the file names those: to be read before that. */
final class PeersSection {
    private final Value<SiteId> own;
    private final Set<Role> ownRoles;
    private final Map<SiteId, Value<PeerRole>> roles = new HashMap<>();
    private final Set<X500Principal> subjects = new HashSet<>();

    /** @param ownRoles a site may be its own broker or edge without being its own peer */
    PeersSection(Value<SiteId> own, Set<Role> ownRoles) {
        this.own = own;
        this.ownRoles = Set.copyOf(ownRoles);
    }

    List<Supplier<Peer>> read(List<YamlMap> maps) {
        return maps.stream().map(this::peer).toList();
    }

    private Supplier<Peer> peer(YamlMap map) {
        var site = map.required("site", this::newSite);
        var role = map.required("role", PeersSection::peerRole);
        var subject = map.required("subject", this::newSubject);
        var url = map.required("url", Texts::url);
        var tokenKey = map.optional("tokenKey", VerificationKey::parse);
        map.refuseOthers();
        site.ifGiven().ifPresent(given -> roles.put(given, role));
        return () -> new Peer(site.get(), role.get(), subject.get(), url.get(), tokenKey.ifGiven());
    }

    private SiteId newSite(String text) {
        SiteId site = new SiteId(text);
        if (roles.containsKey(site)) {
            throw new IllegalArgumentException("another peer is the site " + site + " already");
        }
        return site;
    }

    private X500Principal newSubject(String text) {
        X500Principal subject = Texts.subject(text);
        if (!subjects.add(subject)) {
            throw new IllegalArgumentException("another peer has the subject " + subject + " already");
        }
        return subject;
    }

    private static PeerRole peerRole(String text) {
        return switch (text) {
            case "container" -> PeerRole.CONTAINER;
            case "edge" -> PeerRole.EDGE;
            default -> throw new IllegalArgumentException("'" + text + "' is neither container nor edge");
        };
    }

    SiteId broker(String text) {
        return known(text, Role.BROKER, PeerRole.CONTAINER);
    }

    SiteId edge(String text) {
        return known(text, Role.EDGE, PeerRole.EDGE);
    }

    /** A caller is told by its subject alone, so that nobody can be two of them. */
    X500Principal operator(String text) {
        X500Principal subject = Texts.subject(text);
        if (subjects.contains(subject)) {
            throw new IllegalArgumentException("a peer has the subject " + subject + "; an operator needs its own");
        }
        return subject;
    }

    private SiteId known(String text, Role atHome, PeerRole elsewhere) {
        SiteId site = new SiteId(text);
        @Nullable Value<PeerRole> role = roles.get(site);
        if (own.ifGiven().filter(site::equals).isPresent()) {
            if (!ownRoles.contains(atHome)) {
                throw new IllegalArgumentException("this site's roles lack " + atHome.word());
            }
        } else if (role == null) {
            throw new IllegalArgumentException("no peer is the site " + site);
        } else if (role.ifGiven().filter(given -> given != elsewhere).isPresent()) {
            throw new IllegalArgumentException("the peer " + site + " has another role");
        }
        return site;
    }
}
