package org.vmturntable.container.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a container does for its site; any combination is possible. */
public enum Role {
    /** Hosts virtual machines, moves them away and receives them. */
    HOSTING,
    /** Grants and redeems tokens. */
    AUTHORITY,
    /** Keeps the network's ledger and switches its elements. */
    BROKER,
    /** Is where virtual machines' traffic enters. */
    EDGE;

    static Optional<Role> named(String text) {
        return Arrays.stream(values())
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }
}
