package io.sentinelsdn.cli.demo;

/**
 * Traffic at one moment of the demo.
 *
 * @param sentPps attack packets sent per second
 * @param victimPps attack packets per second that reach the victim
 * @param benignOk benign operations that went well, so far
 * @param benignFailed benign operations that did not, so far
 */
public record TrafficTick(double sentPps, double victimPps, long benignOk, long benignFailed) {}
