/** The port to whoever brokers lightpaths. */
@NullMarked
package org.vmturntable.traffic.lightpath;

import org.jspecify.annotations.NullMarked;
