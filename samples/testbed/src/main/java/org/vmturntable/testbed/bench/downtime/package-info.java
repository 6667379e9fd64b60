/** How long a guest and its clients stand still while it moves: by the turntable, and by the plain tool. */
@NullMarked
package org.vmturntable.testbed.bench.downtime;

import org.jspecify.annotations.NullMarked;
