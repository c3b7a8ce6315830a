/**
 * Turns detections into plans and rules, and does what people ask of mitigation. Other modules use
 * {@link io.sentinelsdn.mitigation.Mitigator} and {@link io.sentinelsdn.mitigation.MitigationConfig} only.
 */
package io.sentinelsdn.mitigation;
