package org.vmturntable.cli.verb;

import java.time.Clock;
import org.vmturntable.cli.follow.Pause;
import org.vmturntable.cli.show.Terminal;

/** What every verb works with; all of it given, so that tests need neither sites nor time. */
public record Desk(GridDoor door, Terminal terminal, Clock clock, Pause pause) {}
