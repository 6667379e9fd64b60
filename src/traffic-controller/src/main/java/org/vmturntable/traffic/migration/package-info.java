/** One migration as a saga: its states, its journal, and what drives it. */
@NullMarked
package org.vmturntable.traffic.migration;

import org.jspecify.annotations.NullMarked;
