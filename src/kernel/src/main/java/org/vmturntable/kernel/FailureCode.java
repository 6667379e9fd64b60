package org.vmturntable.kernel;

/** Every failure that can cross a module's or a site's border, with its kind and if a retry of the same request can help. */
public enum FailureCode {
    MALFORMED_ID(FailureKind.INVALID_REQUEST, false),
    AMOUNT_NEGATIVE(FailureKind.INVALID_REQUEST, false),
    BANDWIDTH_NOT_POSITIVE(FailureKind.INVALID_REQUEST, false),
    WINDOW_REVERSED(FailureKind.INVALID_REQUEST, false),
    SITE_UNKNOWN(FailureKind.INVALID_REQUEST, false),
    PORT_UNKNOWN(FailureKind.INVALID_REQUEST, false),
    SAME_SITE(FailureKind.INVALID_REQUEST, false),
    PROPERTY_UNKNOWN(FailureKind.INVALID_REQUEST, false),
    TOPIC_UNKNOWN(FailureKind.INVALID_REQUEST, false),
    FILTER_UNSUPPORTED(FailureKind.INVALID_REQUEST, false),
    REQUEST_MALFORMED(FailureKind.INVALID_REQUEST, false),
    DISK_NOT_MOVABLE(FailureKind.INVALID_REQUEST, false),
    REQUEST_REUSED(FailureKind.INVALID_REQUEST, false),
    CONFIGURATION_INVALID(FailureKind.INVALID_REQUEST, false),

    CALLER_NOT_PERMITTED(FailureKind.NOT_AUTHORISED, false),
    CONSUMER_NOT_PERMITTED(FailureKind.NOT_AUTHORISED, false),
    TOKEN_MALFORMED(FailureKind.NOT_AUTHORISED, false),
    TOKEN_FORGED(FailureKind.NOT_AUTHORISED, false),
    TOKEN_EXPIRED(FailureKind.NOT_AUTHORISED, false),
    TOKEN_NOT_YET_VALID(FailureKind.NOT_AUTHORISED, true),
    TOKEN_OF_ANOTHER(FailureKind.NOT_AUTHORISED, false),
    TOKEN_FOR_SOMETHING_ELSE(FailureKind.NOT_AUTHORISED, false),
    TOKEN_SPENT(FailureKind.NOT_AUTHORISED, false),
    TOKEN_REVOKED(FailureKind.NOT_AUTHORISED, false),
    TICKET_REFUSED(FailureKind.NOT_AUTHORISED, false),

    VM_UNKNOWN(FailureKind.UNKNOWN_RESOURCE, false),
    MIGRATION_UNKNOWN(FailureKind.UNKNOWN_RESOURCE, false),
    LIGHTPATH_UNKNOWN(FailureKind.UNKNOWN_RESOURCE, false),
    TOKEN_UNKNOWN(FailureKind.UNKNOWN_RESOURCE, false),
    ROOM_UNKNOWN(FailureKind.UNKNOWN_RESOURCE, false),
    ATTACHMENT_UNKNOWN(FailureKind.UNKNOWN_RESOURCE, false),
    SUBSCRIPTION_UNKNOWN(FailureKind.UNKNOWN_RESOURCE, false),
    RESOURCE_UNKNOWN(FailureKind.UNKNOWN_RESOURCE, false),

    VM_ALREADY_MIGRATING(FailureKind.BUSY, true),
    VM_NOT_RUNNING(FailureKind.BUSY, true),
    VM_ALREADY_THERE(FailureKind.BUSY, false),
    STATE_FORBIDS(FailureKind.BUSY, false),
    STALE_EPOCH(FailureKind.BUSY, false),
    EPOCH_SKIPPED(FailureKind.BUSY, false),
    SHUTTING_DOWN(FailureKind.BUSY, true),

    ROOM_EXHAUSTED(FailureKind.NO_CAPACITY, true),
    BASE_IMAGE_UNKNOWN(FailureKind.NO_CAPACITY, true),
    SUBSCRIPTIONS_EXHAUSTED(FailureKind.NO_CAPACITY, true),
    NO_PATH(FailureKind.NO_CAPACITY, false),
    NO_PATH_IN_WINDOW(FailureKind.NO_CAPACITY, true),
    BANDWIDTH_ABOVE_LINK(FailureKind.NO_CAPACITY, false),
    PORT_IN_USE(FailureKind.NO_CAPACITY, true),
    NO_LABEL_FREE(FailureKind.NO_CAPACITY, true),
    COPY_TOO_LONG(FailureKind.NO_CAPACITY, false),
    BOUND_IMPOSSIBLE(FailureKind.NO_CAPACITY, false),
    GATE_FULL(FailureKind.NO_CAPACITY, true),

    ELEMENT_UNREACHABLE(FailureKind.EXTERNAL, true),
    ELEMENT_REFUSED(FailureKind.EXTERNAL, true),
    SITE_UNREACHABLE(FailureKind.EXTERNAL, true),
    HYPERVISOR_FAILED(FailureKind.EXTERNAL, true),
    COPY_FAILED(FailureKind.EXTERNAL, true),
    PATH_LOST(FailureKind.EXTERNAL, true),
    WINDOW_ENDED(FailureKind.EXTERNAL, true),
    GUEST_LOST(FailureKind.EXTERNAL, false),
    MEMORY_DIVIDED(FailureKind.EXTERNAL, true),
    TUNNEL_REFUSED(FailureKind.EXTERNAL, true),
    GATE_FAILED(FailureKind.EXTERNAL, true),
    DISK_REFUSED(FailureKind.EXTERNAL, false),
    CANCELLED(FailureKind.EXTERNAL, true),
    STORE_FAILED(FailureKind.EXTERNAL, true),

    INVARIANT_BROKEN(FailureKind.INTERNAL, false);

    private final FailureKind kind;
    private final boolean retryHelps;

    FailureCode(FailureKind kind, boolean retryHelps) {
        this.kind = kind;
        this.retryHelps = retryHelps;
    }

    public FailureKind kind() {
        return kind;
    }

    /** True if the same request may succeed later without a change by the caller. */
    public boolean retryHelps() {
        return retryHelps;
    }
}
