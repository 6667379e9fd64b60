/** Who has what, when: bandwidth on links, client ports and labels, over half-open windows of time. */
@NullMarked
package org.vmturntable.drac.ledger;

import org.jspecify.annotations.NullMarked;
