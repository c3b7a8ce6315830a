/** Settings: defaults, then a profile, then the environment, then flags; each checked where it is written. */
package io.sentinelsdn.cli.profile;
