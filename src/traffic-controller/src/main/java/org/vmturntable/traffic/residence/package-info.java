/** Where VMs live, as far as this site knows. */
@NullMarked
package org.vmturntable.traffic.residence;

import org.jspecify.annotations.NullMarked;
