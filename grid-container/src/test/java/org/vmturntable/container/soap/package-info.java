@NullMarked
package org.vmturntable.container.soap;

import org.jspecify.annotations.NullMarked;
