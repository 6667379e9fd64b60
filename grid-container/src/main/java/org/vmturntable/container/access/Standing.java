package org.vmturntable.container.access;

/** What a caller is to this site. */
enum Standing {
    /** A person or program that uses the site. */
    OPERATOR,
    /** Another site's container. */
    CONTAINER
}
