/**
 * Flow entries and statistics as people write and read them: the field names of Ryu's {@code ofctl_rest}, values as
 * numbers or text. Records here are shown by the API as they are; {@code controller.ofctl} turns them into OpenFlow.
 */
package io.sentinelsdn.domain.ofctl;
