package org.vmturntable.libvirt;

import java.net.URI;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;
import org.libvirt.jna.ConnectionPointer;

/** A connection that also shows its native pointer, for the calls that libvirt-java lacks. */
final class OpenConnection extends Connect {
    private static final int KEEPALIVE_SECONDS = 5;
    private static final int KEEPALIVES_UNANSWERED = 3;

    private OpenConnection(URI uri) throws LibvirtException {
        super(uri.toString());
    }

    /** Opens a connection that ends by itself about 15 seconds after libvirtd has stopped answering. */
    static OpenConnection to(URI uri) throws LibvirtException {
        EventLoop.ensureRunning();
        OpenConnection connection = new OpenConnection(uri);
        connection.setKeepAlive(KEEPALIVE_SECONDS, KEEPALIVES_UNANSWERED);
        return connection;
    }

    ConnectionPointer pointer() {
        return vcp;
    }
}
