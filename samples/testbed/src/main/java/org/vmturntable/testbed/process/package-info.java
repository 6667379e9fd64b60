/** Commands of the host, and processes that outlive the one that starts them. */
@NullMarked
package org.vmturntable.testbed.process;

import org.jspecify.annotations.NullMarked;
