/** Models as people see them: what they are worth, how they are trained, and what they make of flows. */
package io.sentinelsdn.domain.model;
