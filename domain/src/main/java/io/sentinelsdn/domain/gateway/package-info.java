/** What HTTP gateways tell: requests they saw and what they made of them. */
package io.sentinelsdn.domain.gateway;
