/** Tables, JSON documents, amounts and progress as they stand on a terminal or in a pipe. */
@NullMarked
package org.vmturntable.cli.show;

import org.jspecify.annotations.NullMarked;
