/** What should be on the switches: the table plan, the ledgers of desired entries and rules, and the meters. */
package io.sentinelsdn.controller.rules;
