/** The guest: its image, its domain, and what it answers. */
@NullMarked
package org.vmturntable.testbed.guest;

import org.jspecify.annotations.NullMarked;
