/** A site's hypervisor daemon, in mounts and a network of its own. */
@NullMarked
package org.vmturntable.testbed.site;

import org.jspecify.annotations.NullMarked;
