/** This site's authority over tokens. */
@NullMarked
package org.vmturntable.container.authority;

import org.jspecify.annotations.NullMarked;
