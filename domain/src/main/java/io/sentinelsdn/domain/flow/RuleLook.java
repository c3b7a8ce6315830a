package io.sentinelsdn.domain.flow;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;

/**
 * One sampled packet of those that a rule held back, or that its meter let through beside them.
 *
 * @param ruleId the rule that matched
 * @param dpid where
 * @param inPort ingress port, unsigned
 * @param src its source
 * @param dst its destination
 * @param protocol its IP protocol
 */
public record RuleLook(String ruleId, Dpid dpid, int inPort, IpAddress src, IpAddress dst, int protocol) {}
