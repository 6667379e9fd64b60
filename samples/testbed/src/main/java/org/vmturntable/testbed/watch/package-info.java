/** What hypervisors show of a guest while it moves, by tools that nobody of this project wrote. */
@NullMarked
package org.vmturntable.testbed.watch;

import org.jspecify.annotations.NullMarked;
