/** The migrations from this site as WS-Resources. */
@NullMarked
package org.vmturntable.container.migration;

import org.jspecify.annotations.NullMarked;
