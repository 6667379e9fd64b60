package org.vmturntable.libvirt;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;
import org.vmturntable.kernel.VmId;

/** The adapter's typed failures. libvirt's own text stays in the cause, for the log. */
final class Failures {
    private Failures() {}

    static GridException hypervisor(String sentence) {
        return hypervisor(sentence, null);
    }

    static GridException hypervisor(String sentence, @Nullable Throwable cause) {
        return new GridException(FailureCode.HYPERVISOR_FAILED, sentence, cause);
    }

    static GridException ofVm(FailureCode code, String sentence, VmId vm) {
        return ofVm(code, sentence, vm, null);
    }

    static GridException ofVm(FailureCode code, String sentence, VmId vm, @Nullable Throwable cause) {
        return new GridException(code, sentence, Map.of("vm", vm.toString()), cause);
    }

    static boolean isUnknownDomain(LibvirtException e) {
        return hasNumber(e, ErrorNumber.VIR_ERR_NO_DOMAIN);
    }

    /** The domain lacks the metadata that was asked for. */
    static boolean isWithoutMetadata(LibvirtException e) {
        return hasNumber(e, ErrorNumber.VIR_ERR_NO_DOMAIN_METADATA);
    }

    private static boolean hasNumber(LibvirtException e, ErrorNumber number) {
        return e.getError() != null && e.getError().getCode() == number;
    }
}
