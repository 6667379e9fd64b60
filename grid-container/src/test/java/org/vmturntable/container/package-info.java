/** Whole containers in one process, with everything real but the devices. */
@NullMarked
package org.vmturntable.container;

import org.jspecify.annotations.NullMarked;
