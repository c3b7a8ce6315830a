/** From statistics and sampled packets to {@link io.sentinelsdn.domain.flow.FlowSample}s. */
package io.sentinelsdn.controller.stats;
