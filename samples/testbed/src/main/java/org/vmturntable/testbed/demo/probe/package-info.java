/** What a client of the guest sees and feels meanwhile: pings, a TCP session, heartbeats, and the guest's own word on its memory. */
@NullMarked
package org.vmturntable.testbed.demo.probe;

import org.jspecify.annotations.NullMarked;
