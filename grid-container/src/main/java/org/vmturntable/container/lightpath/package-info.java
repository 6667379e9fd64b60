/** The network's broker: here or at another site. */
@NullMarked
package org.vmturntable.container.lightpath;

import org.jspecify.annotations.NullMarked;
