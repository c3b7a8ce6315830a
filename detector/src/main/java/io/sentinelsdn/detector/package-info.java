/** Root of the module. */
package io.sentinelsdn.detector;
