/**
 * The allow-list and the blacklist: what is on them, how they look as rules, and the question "is this prefix covered".
 */
package io.sentinelsdn.mitigation.list;
