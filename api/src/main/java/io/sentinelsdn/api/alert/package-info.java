/** Alerts: what a person should look at, made from events. */
package io.sentinelsdn.api.alert;
