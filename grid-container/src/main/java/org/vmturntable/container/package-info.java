/** A site's grid container: put together from its configuration, started, and stopped. */
@NullMarked
package org.vmturntable.container;

import org.jspecify.annotations.NullMarked;
