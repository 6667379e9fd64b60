package org.vmturntable.container.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the container keeps its state.
 *
 * @param url JDBC URL of an H2 file or a PostgreSQL database
 * @param passwordFile one line; empty if the database asks for none
 */
public record StorePlace(String url, Optional<String> user, Optional<Path> passwordFile) {}
