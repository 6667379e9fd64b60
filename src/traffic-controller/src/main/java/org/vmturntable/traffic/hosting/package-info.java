/** This site as a host of guests that arrive from elsewhere. */
@NullMarked
package org.vmturntable.traffic.hosting;

import org.jspecify.annotations.NullMarked;
