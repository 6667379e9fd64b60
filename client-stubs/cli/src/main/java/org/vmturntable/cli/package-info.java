/** The command line of a grid user: {@code turntable vm|migration|lightpath|site}. */
@NullMarked
package org.vmturntable.cli;

import org.jspecify.annotations.NullMarked;
