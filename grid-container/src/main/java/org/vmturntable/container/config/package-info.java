/** One site's configuration: the YAML file, checked as a whole, as values. */
@NullMarked
package org.vmturntable.container.config;

import org.jspecify.annotations.NullMarked;
