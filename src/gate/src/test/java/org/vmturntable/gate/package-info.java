@NullMarked
package org.vmturntable.gate;

import org.jspecify.annotations.NullMarked;
