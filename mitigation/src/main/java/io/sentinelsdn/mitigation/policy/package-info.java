/**
 * What may be done and for how long: plans, limits, longer holds for repeated offenders, grace after a person's
 * decision, and whether a plan still fits its attack.
 */
package io.sentinelsdn.mitigation.policy;
