@NullMarked
package org.vmturntable.soap;

import org.jspecify.annotations.NullMarked;
