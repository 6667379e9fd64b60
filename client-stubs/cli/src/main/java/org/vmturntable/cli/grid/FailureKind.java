package org.vmturntable.cli.grid;

/** What a user can make of a failure. */
public enum FailureKind {
    /** The request is wrong in itself. */
    INVALID_REQUEST,
    /** The user lacks the right, or is not known. */
    NOT_AUTHORISED,
    /** What was named does not exist, or not any more. */
    UNKNOWN_RESOURCE,
    /** It exists but is engaged. */
    BUSY,
    /** Not enough room, bandwidth, or no path. */
    NO_CAPACITY,
    /** A device, a hypervisor or a site behind the one that was asked failed. */
    EXTERNAL,
    /** The site that was asked could not be reached. */
    UNREACHABLE,
    /** A defect of the site's software, or an answer that makes no sense. */
    INTERNAL
}
