package org.vmturntable.soap;

import org.apache.cxf.common.logging.LogUtils;
import org.apache.cxf.common.logging.Slf4jLogger;

/** CXF chooses where to log when its first class loads; this sends it to SLF4J like everything else. */
public final class CxfLogging {
    private CxfLogging() {}

    /** Has an effect only before the first use of CXF; harmless afterwards. */
    public static void toSlf4j() {
        LogUtils.setLoggerClass(Slf4jLogger.class);
    }
}
