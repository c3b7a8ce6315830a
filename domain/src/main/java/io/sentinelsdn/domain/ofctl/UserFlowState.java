package io.sentinelsdn.domain.ofctl;

import io.sentinelsdn.domain.flow.RuleState.Status;
import java.time.Instant;

/**
 * A person's flow entry and what its switch says about it: an immutable snapshot.
 *
 * @param flow the entry
 * @param status where it stands
 * @param error what the switch said when it refused it, or null
 * @param packets packets matched at the last count, also in earlier lives of the entry; null before the first one
 * @param bytes bytes matched, likewise
 * @param countedAt when it was counted last, or null
 */
public record UserFlowState(UserFlow flow, Status status, String error, Long packets, Long bytes, Instant countedAt) {}
