/** Drives network elements by SNMPv3: cross-connects as static VLANs of the Q-BRIDGE-MIB (RFC 4363). */
@NullMarked
package org.vmturntable.snmp;

import org.jspecify.annotations.NullMarked;
