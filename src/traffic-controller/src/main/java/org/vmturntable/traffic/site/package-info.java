/** Other sites as the traffic controller needs them: room there, and an arrival there. */
@NullMarked
package org.vmturntable.traffic.site;

import org.jspecify.annotations.NullMarked;
