package org.vmturntable.kernel;

/** What a caller can make of a failure; each kind is one fault type on the wire. */
public enum FailureKind {
    /** The request is wrong in itself: repeating it cannot help. */
    INVALID_REQUEST,
    /** The caller lacks the right, or what it presented as its right is not valid. */
    NOT_AUTHORISED,
    /** The resource named by the request is not here. */
    UNKNOWN_RESOURCE,
    /** The resource is here but engaged: later it may answer otherwise. */
    BUSY,
    /** There is not enough of something: room, bandwidth, a path. */
    NO_CAPACITY,
    /** A device, a hypervisor or another site failed or could not be reached. */
    EXTERNAL,
    /** A defect of this software. */
    INTERNAL
}
