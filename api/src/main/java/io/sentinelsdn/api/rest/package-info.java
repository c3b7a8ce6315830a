/**
 * One {@code <Noun>Routes} per resource and the JSON shapes of SPEC section 7. Routes read snapshots and hand requests
 * on; they hold no logic.
 */
package io.sentinelsdn.api.rest;
