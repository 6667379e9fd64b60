package org.vmturntable.container.soap;

import javax.xml.namespace.QName;

/** Who may call what. Asked once a request, after its signature was verified and before its content reaches an endpoint. */
@FunctionalInterface
public interface CallPolicy {
    /**
     * @param portType name of the contract's port type
     * @param operation name of the operation
     * @throws org.vmturntable.kernel.GridException CALLER_NOT_PERMITTED if the caller may not
     */
    void check(Caller caller, QName portType, String operation);
}
