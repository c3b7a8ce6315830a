/** A store without a disk, for tests and for runs without a data directory. */
package io.sentinelsdn.store.memory;
