/** Alerts: what a person should look at, made from events, and told elsewhere by webhooks and mail. */
package io.sentinelsdn.api.alert;
