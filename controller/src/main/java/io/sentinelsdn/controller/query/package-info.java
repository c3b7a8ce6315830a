/** Statistics that people ask for: one question at a time to each switch, apart from what is polled. */
package io.sentinelsdn.controller.query;
