/** Ids, units, failure codes and transition tables: the words that every module shares. Knows no other module. */
@NullMarked
package org.vmturntable.kernel;

import org.jspecify.annotations.NullMarked;
