package org.vmturntable.aaa.token;

import java.util.Optional;
import org.vmturntable.kernel.SiteId;

/**
 * How a token is presented, and for what.
 *
 * @param audience the site that is to honour it
 * @param presenter the key that whoever presents it has proved to hold
 * @param scope what is to be done by it; empty if only the right itself is asked about
 */
public record Presentation(SiteId audience, Thumbprint presenter, Right right, Optional<TokenScope> scope) {}
