/**
 * The life of rules: planned, sent, confirmed, counted, replaced, expired, released, and back after a restart.
 * Everything here is owned by the mitigation thread; others read immutable snapshots.
 */
package io.sentinelsdn.mitigation.life;
