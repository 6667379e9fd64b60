/** What a user of the grid can see and ask, free of SOAP: sites, virtual machines, migrations, lightpaths, and how asking fails. */
@NullMarked
package org.vmturntable.cli.grid;

import org.jspecify.annotations.NullMarked;
