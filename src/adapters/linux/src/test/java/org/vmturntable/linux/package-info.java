@NullMarked
package org.vmturntable.linux;

import org.jspecify.annotations.NullMarked;
