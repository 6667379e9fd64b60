/** Trials of what is promised: that a guest never runs twice and is never lost, whatever fails while it moves. */
@NullMarked
package org.vmturntable.testbed.trial;

import org.jspecify.annotations.NullMarked;
