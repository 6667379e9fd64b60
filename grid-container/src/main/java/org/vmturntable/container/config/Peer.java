package org.vmturntable.container.config;

import java.net.URI;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.vmturntable.aaa.token.VerificationKey;
import org.vmturntable.kernel.SiteId;

/**
 * Another container: who it is, what it may do here, and where it answers.
 *
 * @param subject of its certificate
 * @param url base of its services' addresses, without a slash at the end
 * @param tokenKey what its tokens are signed with; empty if it grants none
 */
public record Peer(SiteId site, PeerRole role, X500Principal subject, URI url, Optional<VerificationKey> tokenKey) {}
