/**
 * Flow entries that people ask for: where they may stand, what should be on which switch, and what each switch says
 * about them.
 */
package io.sentinelsdn.controller.userflow;
