package org.vmturntable.testbed.bench.downtime;

import java.util.Locale;

/** Something to reach. */
record Target(String sentence, boolean met) {
    /** A figure that is to be so small. */
    static Target atMost(String what, double found, double limit) {
        return new Target(String.format(Locale.ROOT, "%s: %.2f, at most %.2f", what, found, limit), found <= limit);
    }

    String line() {
        return (met ? "  met      " : "  not met  ") + sentence;
    }
}
