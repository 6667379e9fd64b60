/** What can be joined to what: elements, ports and fibres, with their capacity and delay. */
@NullMarked
package org.vmturntable.drac.topology;

import org.jspecify.annotations.NullMarked;
