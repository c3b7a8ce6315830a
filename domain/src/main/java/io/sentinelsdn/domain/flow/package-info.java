/** Observations of traffic on their way in, and the rules on their way out. */
package io.sentinelsdn.domain.flow;
