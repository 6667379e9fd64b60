package org.vmturntable.cli.profile;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who the user is, and which sites there are.
 *
 * @param sites base address of each site's container, in the file's order
 */
public record ClientProfile(Identity identity, Map<String, URI> sites) {
    /**
     * Key, certificates and the file that holds the password of both stores.
     *
     * @param keyStore PKCS12, the user's key and certificate
     * @param trustStore PKCS12, the authorities that sites are signed by
     */
    public record Identity(Path keyStore, Path trustStore, Path passwordFile) {}

    public ClientProfile {
        sites = Collections.unmodifiableMap(new LinkedHashMap<>(sites));
    }
}
