/**
 * Between OpenFlow 1.3 bytes and the words of Ryu's {@code ofctl_rest}: matches, actions, flow entries and statistics.
 * Entries are read one by one, framed by their length; what is not known is kept as hexadecimal digits and counted.
 */
package io.sentinelsdn.controller.ofctl;
