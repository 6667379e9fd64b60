package org.vmturntable.libvirt;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;

/** A domain for the calls that libvirt-java lacks. To be closed by the thread that opened it. */
final class DomainHandle implements AutoCloseable {
    private static final NativeLibvirt NATIVE = NativeLibvirt.INSTANCE;
    // virErrorNumber, virterror.h
    private static final int NO_DOMAIN = 42;
    private static final int OPERATION_INVALID = 55;
    private static final int OPERATION_UNSUPPORTED = 84;

    private final Pointer pointer;

    private DomainHandle(Pointer pointer) {
        this.pointer = pointer;
    }

    /** Empty if libvirt does not know the domain. */
    static Optional<DomainHandle> find(OpenConnection connection, VmId vm) {
        Pointer found = NATIVE.virDomainLookupByUUIDString(connection.pointer(), vm.toString());
        if (found != null) {
            return Optional.of(new DomainHandle(found));
        }
        if (NATIVE.virGetLastErrorCode() == NO_DOMAIN) {
            return Optional.empty();
        }
        throw failed("looked up");
    }

    /** What the domain does; {@link DomainCondition#GONE} if it has vanished since it was looked up. */
    DomainCondition condition() {
        IntByReference state = new IntByReference();
        IntByReference reason = new IntByReference();
        if (NATIVE.virDomainGetState(pointer, state, reason, 0) < 0) {
            if (NATIVE.virGetLastErrorCode() == NO_DOMAIN) {
                return DomainCondition.GONE;
            }
            throw failed("asked for its state");
        }
        return new DomainCondition(state.getValue(), reason.getValue());
    }

    /**
     * The move out of this host that is under way; empty if none is. To be asked before {@link #condition}: a move that ends
     * between the two questions is then seen by its effect, and never taken for one that was not begun.
     */
    Optional<JobFigures> moveOut() {
        IntByReference type = new IntByReference();
        PointerByReference parameters = new PointerByReference();
        IntByReference count = new IntByReference();
        if (NATIVE.virDomainGetJobStats(pointer, type, parameters, count, 0) < 0) {
            return switch (NATIVE.virGetLastErrorCode()) {
                // a host that receives the domain; one whose domain does not run any more; and one that it has left
                case OPERATION_UNSUPPORTED, OPERATION_INVALID, NO_DOMAIN -> Optional.empty();
                default -> throw failed("asked for its job");
            };
        }
        try {
            return JobFigures.ofMoveOut(type.getValue(), new NativeParameters(parameters.getValue(), count.getValue()));
        } finally {
            NATIVE.virTypedParamsFree(parameters.getValue(), count.getValue());
        }
    }

    /**
     * True while libvirt takes it in, also when it runs already: a host answers so that receives a domain, for only the sender has
     * figures.
     */
    boolean arrives() {
        IntByReference type = new IntByReference();
        PointerByReference parameters = new PointerByReference();
        IntByReference count = new IntByReference();
        if (NATIVE.virDomainGetJobStats(pointer, type, parameters, count, 0) < 0) {
            return NATIVE.virGetLastErrorCode() == OPERATION_UNSUPPORTED;
        }
        NATIVE.virTypedParamsFree(parameters.getValue(), count.getValue());
        return false;
    }

    /** How fast a copy that is under way may go on, in pre-copy. */
    void limitSpeed(long mebibytesPerSecond) {
        if (NATIVE.virDomainMigrateSetMaxSpeed(pointer, new NativeLong(mebibytesPerSecond), 0) < 0) {
            throw failed("held to a speed");
        }
    }

    /** QEMU stops the guest before its next burst of pages, and libvirt lets it run on at the destination. */
    void startPostCopy() {
        if (NATIVE.virDomainMigrateStartPostCopy(pointer, 0) < 0) {
            throw failed("switched by post-copy");
        }
    }

    private static GridException failed(String what) {
        return new GridException(
                FailureCode.HYPERVISOR_FAILED,
                "A domain could not be " + what + " (libvirt error " + NATIVE.virGetLastErrorCode() + ")");
    }

    @Override
    public void close() {
        NATIVE.virDomainFree(pointer);
    }
}
