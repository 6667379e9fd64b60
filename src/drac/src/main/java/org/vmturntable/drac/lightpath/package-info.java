/** Reserves, provisions and releases lightpaths; the one place that moves a lightpath's state. */
@NullMarked
package org.vmturntable.drac.lightpath;

import org.jspecify.annotations.NullMarked;
