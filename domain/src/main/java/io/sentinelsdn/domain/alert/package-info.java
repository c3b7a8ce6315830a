/** What a person should be told. */
package io.sentinelsdn.domain.alert;
