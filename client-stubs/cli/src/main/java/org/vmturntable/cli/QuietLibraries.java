package org.vmturntable.cli;

import java.util.logging.LogManager;

/** Keeps the libraries below from writing to the user's screen: what matters comes as an exception, and is told in words. */
public final class QuietLibraries {
    private QuietLibraries() {}

    /** To be called before the first of them is used. */
    public static void hush() {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("logback.configurationFile", "org/vmturntable/cli/no-log.xml");
        LogManager.getLogManager().reset();
    }
}
