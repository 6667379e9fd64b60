/** Network namespaces and what stands in them: bridges, routes, the tunnel's ends. */
@NullMarked
package org.vmturntable.testbed.network;

import org.jspecify.annotations.NullMarked;
