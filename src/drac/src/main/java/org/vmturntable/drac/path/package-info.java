/** Finds a way between two client ports that has enough left for the whole of a window. */
@NullMarked
package org.vmturntable.drac.path;

import org.jspecify.annotations.NullMarked;
