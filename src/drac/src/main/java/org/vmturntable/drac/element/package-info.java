/** What the domain asks of a network element; adapters implement it for SNMP and other protocols. */
@NullMarked
package org.vmturntable.drac.element;

import org.jspecify.annotations.NullMarked;
