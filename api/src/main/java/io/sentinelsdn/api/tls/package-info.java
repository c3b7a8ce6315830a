/** TLS for the API, from PEM files. */
package io.sentinelsdn.api.tls;
