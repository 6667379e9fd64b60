/** What the store promises, on H2. */
@NullMarked
package org.vmturntable.store;

import org.jspecify.annotations.NullMarked;
