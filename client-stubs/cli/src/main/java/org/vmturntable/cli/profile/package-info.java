/** Who the user is and which sites there are: the client's profile. */
@NullMarked
package org.vmturntable.cli.profile;

import org.jspecify.annotations.NullMarked;
