/**
 * Who chooses among plans that the planner has found safe: the ladder, or a contextual bandit that learns from what was
 * measured, in shadow until it is shown to be better. Nothing here speaks to a switch.
 */
package io.sentinelsdn.mitigation.learn;
