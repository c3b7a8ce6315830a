/** What is done about an attack: actions, plans, rules. */
package io.sentinelsdn.domain.mitigate;
