/** Following one migration from its start to its last state. */
@NullMarked
package org.vmturntable.cli.follow;

import org.jspecify.annotations.NullMarked;
