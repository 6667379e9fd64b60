package org.vmturntable.container.soap;

import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for a refused request, where CXF would write a stack trace that anyone could make it write. */
final class FaultLog implements FaultListener {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);

    @Override
    public boolean faultOccurred(Exception exception, String description, Message message) {
        LOG.info("Answered with a fault: {} ({})", exception.getMessage(), description);
        LOG.debug("The fault's origin", exception);
        return false;
    }
}
