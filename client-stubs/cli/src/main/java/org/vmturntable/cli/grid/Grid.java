package org.vmturntable.cli.grid;

import java.util.List;

/**
 * The sites, asked one request at a time. Every method blocks until the site has answered, and throws {@link GridFailure}
 * if it refused, could not be reached, or did not answer in time. May be used by several threads.
 */
public interface Grid extends AutoCloseable {
    /** Names of the sites that the profile knows, in its order. */
    List<String> siteNames();

    Site site(String name);

    Vm vm(Reference vm);

    Migration migration(Reference migration);

    Lightpath lightpath(Reference lightpath);

    /** Asks what a move would cost, for which the site looks at the machine for some seconds; nothing is reserved. */
    Plan plan(Reference vm, MigrateOrder order);

    /** Starts a move; comes back as soon as it is written down at the site, long before the machine has moved. */
    Reference migrate(Reference vm, MigrateOrder order);

    /** Asks for the way back, which is open until the machine has switched over; returns the state at that moment. */
    MigrationState cancel(Reference migration);

    /** Takes a stranded migration up again; returns the state that it goes on from. */
    MigrationState retry(Reference migration);

    void release(Reference lightpath);

    @Override
    void close();
}
