/**
 * Where a VM's traffic enters and leaves, and how that point moves: attachments with their epochs, the edge gateway that keeps
 * them, and the ports to what stores them and to what forwards the packets.
 */
@NullMarked
package org.vmturntable.tunnel;

import org.jspecify.annotations.NullMarked;
