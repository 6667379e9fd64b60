package org.vmturntable.traffic.migration;

/**
 * Why and where a migration was given up.
 *
 * @param in the state that it could not leave
 * @param reason the last failure
 * @param advice what a person can do, in sentences
 */
public record Stranding(MigrationState in, Failure reason, String advice) {}
