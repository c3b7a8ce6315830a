package io.sentinelsdn.store.sqlite;

import java.util.function.Supplier;

/**
 * One statement that waits to be written.
 *
 * @param key a later waiting write of the same key takes the place of this one
 * @param durable never dropped, and synced to the disk; false for what may be dropped under pressure
 * @param sql the statement
 * @param values its parameters; asked for in the writer thread, so that callers do not pay for JSON
 */
record Write(String key, boolean durable, String sql, Supplier<Object[]> values) {}
