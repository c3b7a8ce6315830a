/**
 * Live updates: {@link LiveHub} turns events into messages and hands them to clients, each with a bounded mailbox in
 * which a newer state takes the place of an older one, so that a slow client never makes memory grow.
 */
package io.sentinelsdn.api.live;
