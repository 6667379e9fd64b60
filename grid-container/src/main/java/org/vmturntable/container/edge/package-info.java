/** Where machines' traffic enters: here or at another site. */
@NullMarked
package org.vmturntable.container.edge;

import org.jspecify.annotations.NullMarked;
