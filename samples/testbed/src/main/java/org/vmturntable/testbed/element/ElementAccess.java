package org.vmturntable.testbed.element;

import org.jspecify.annotations.Nullable;
import org.snmp4j.agent.security.VACM;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.security.SecurityModel;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;

/** Who may see and set an element: its one user, and only when the message is both signed and encrypted. */
final class ElementAccess implements VACM {
    private static final OctetString EVERYTHING = new OctetString("everything");

    private final OctetString user;

    ElementAccess(String user) {
        this.user = new OctetString(user);
    }

    @Override
    public int isAccessAllowed(
            OctetString context, OctetString securityName, int model, int level, int viewType, OID oid) {
        @Nullable OctetString view = getViewName(context, securityName, model, level, viewType);
        return view == null ? VACM_NO_ACCESS_ENTRY : isAccessAllowed(view, oid);
    }

    @Override
    public int isAccessAllowed(OctetString viewName, OID oid) {
        return EVERYTHING.equals(viewName) && oid.startsWith(ElementOids.MIB_2) ? VACM_OK : VACM_NOT_IN_VIEW;
    }

    @Override
    public @Nullable OctetString getViewName(
            OctetString context, OctetString securityName, int model, int level, int viewType) {
        boolean permitted = model == SecurityModel.SECURITY_MODEL_USM
                && level == SecurityLevel.AUTH_PRIV
                && user.equals(securityName)
                && context.length() == 0;
        return permitted ? EVERYTHING : null;
    }
}
