/** What a migration will cost, said before anything is reserved: free of input and output. */
@NullMarked
package org.vmturntable.traffic.plan;

import org.jspecify.annotations.NullMarked;
