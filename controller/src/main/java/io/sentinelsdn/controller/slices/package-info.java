/** The entries and meters of slices on one switch: what should be there, what is, and what the meters count. */
package io.sentinelsdn.controller.slices;
