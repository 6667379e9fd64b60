/** An optical element: what its ports and VLANs are, what they join, and the SNMPv3 agent through which they are set. */
@NullMarked
package org.vmturntable.testbed.element;

import org.jspecify.annotations.NullMarked;
