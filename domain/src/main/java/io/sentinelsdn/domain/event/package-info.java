/** What happened, sideways, for those who watch. Nobody decides from events. */
package io.sentinelsdn.domain.event;
