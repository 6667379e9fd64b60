/** The machines of this site as WS-Resources. */
@NullMarked
package org.vmturntable.container.vm;

import org.jspecify.annotations.NullMarked;
