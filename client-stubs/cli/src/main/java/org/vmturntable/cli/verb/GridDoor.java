package org.vmturntable.cli.verb;

import java.nio.file.Path;
import java.util.Optional;
import org.vmturntable.cli.grid.Grid;

/** Opens the grid that a profile describes. */
@FunctionalInterface
public interface GridDoor {
    /** @param profile the file that the user named */
    Grid open(Optional<Path> profile);
}
