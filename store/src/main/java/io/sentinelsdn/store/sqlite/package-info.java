/**
 * The store on SQLite in WAL mode. Callers queue writes; one thread writes them in batches, and a batch with rules,
 * lists or configuration in it is synced to the disk. Readers have connections of their own.
 */
package io.sentinelsdn.store.sqlite;
