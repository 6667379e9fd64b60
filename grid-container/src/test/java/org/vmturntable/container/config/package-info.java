/** Mistakes in a site's file. */
@NullMarked
package org.vmturntable.container.config;

import org.jspecify.annotations.NullMarked;
