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

    /** As the file calls it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> named(String text) {
        return Arrays.stream(values()).filter(role -> role.word().equals(text)).findFirst();
    }
}
