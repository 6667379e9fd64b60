/** What a site must not forget, in a relational database: H2 in a file by default, PostgreSQL by its URL. */
@NullMarked
package org.vmturntable.store;

import org.jspecify.annotations.NullMarked;
