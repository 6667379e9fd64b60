/** The verbs, one class each. */
@NullMarked
package org.vmturntable.cli.verb;

import org.jspecify.annotations.NullMarked;
