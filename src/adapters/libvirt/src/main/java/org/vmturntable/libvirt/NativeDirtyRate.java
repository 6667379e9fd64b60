package org.vmturntable.libvirt;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/** How fast a domain writes its memory. Names and types as in libvirt's {@code libvirt-domain.h}. */
interface NativeDirtyRate extends Library {
    NativeDirtyRate INSTANCE = Native.load("virt", NativeDirtyRate.class);

    int VIR_DOMAIN_DIRTYRATE_MODE_PAGE_SAMPLING = 0;
    int VIR_DOMAIN_STATS_DIRTYRATE = 1 << 9;
    int VIR_DOMAIN_DIRTYRATE_MEASURED = 2;

    int virDomainStartDirtyRateCalc(Pointer domain, int seconds, int flags);

    /**
     * @param domains JNA puts the null after them that ends the list
     * @param records set to a list of pointers to {@code virDomainStatsRecord}
     * @return how many records, or -1
     */
    int virDomainListGetStats(Pointer[] domains, int stats, PointerByReference records, int flags);

    void virDomainStatsRecordListFree(Pointer records);

    int virTypedParamsGetLLong(Pointer parameters, int count, String name, LongByReference value);
}
