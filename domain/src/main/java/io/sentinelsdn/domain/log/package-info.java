/** What the program says about itself while it runs. */
package io.sentinelsdn.domain.log;
