@NullMarked
package org.vmturntable.tunnel;

import org.jspecify.annotations.NullMarked;
