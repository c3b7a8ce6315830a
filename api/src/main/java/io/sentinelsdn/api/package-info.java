/**
 * The operators' REST interface: {@link ApiServer} serves what the interfaces of {@code domain.spi} show and asks them
 * for changes. Rooms: {@code http} knows requests and problems, {@code rest} knows Sentinel's resources.
 */
package io.sentinelsdn.api;
