/**
 * The gate: a process of its own at each site, through which all of a move's bulk streams go, and which outlives the container. It
 * holds back what the destination may not see yet, keeps a broken stream from the source's hypervisor, and lets nobody in without
 * the move's ticket.
 */
@NullMarked
package org.vmturntable.gate;

import org.jspecify.annotations.NullMarked;
