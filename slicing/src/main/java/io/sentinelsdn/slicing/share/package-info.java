/** How much each slice may use now, and where: rates, lending and borrowing, shares of ingress switches. */
package io.sentinelsdn.slicing.share;
