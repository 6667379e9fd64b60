/** Guests and what moves them: the port to the hypervisor. */
@NullMarked
package org.vmturntable.traffic.guest;

import org.jspecify.annotations.NullMarked;
