package org.vmturntable.aaa.decision;

import org.vmturntable.kernel.SiteId;

/** Who wishes for a token. */
public record Asker(Kind kind, SiteId site) {
    /** In what capacity it is asked for. */
    public enum Kind {
        /** A site's traffic controller, for a migration that it runs. */
        TRAFFIC_CONTROLLER,
        /** A person or program that uses the site, ahead of a migration. */
        OPERATOR
    }

    public static Asker trafficController(SiteId site) {
        return new Asker(Kind.TRAFFIC_CONTROLLER, site);
    }

    public static Asker operator(SiteId site) {
        return new Asker(Kind.OPERATOR, site);
    }
}
