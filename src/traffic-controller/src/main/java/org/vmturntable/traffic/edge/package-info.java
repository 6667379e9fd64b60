/** The port to the edges, where a VM's traffic enters. */
@NullMarked
package org.vmturntable.traffic.edge;

import org.jspecify.annotations.NullMarked;
