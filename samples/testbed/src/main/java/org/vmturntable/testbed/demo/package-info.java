/** The demonstration: a running guest goes round three sites while a client at a fourth place talks to it. */
@NullMarked
package org.vmturntable.testbed.demo;

import org.jspecify.annotations.NullMarked;
