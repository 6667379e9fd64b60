/** Other containers, and calls to them. */
@NullMarked
package org.vmturntable.container.peer;

import org.jspecify.annotations.NullMarked;
