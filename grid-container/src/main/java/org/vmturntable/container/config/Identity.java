package org.vmturntable.container.config;

import java.nio.file.Path;

/**
 * Who the container is.
 *
 * @param keyStore PKCS #12, with one key under the site's name
 * @param trustStore PKCS #12, the authorities whose certificates are believed
 * @param passwordFile one line, of both stores
 */
public record Identity(Path keyStore, Path trustStore, Path passwordFile) {}
