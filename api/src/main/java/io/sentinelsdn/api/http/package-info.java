/**
 * HTTP without knowledge of Sentinel: routes, requests, responses, problem documents (RFC 9457), and the Undertow
 * handler that carries them. Bodies are read on the I/O thread without waiting; routes run on worker threads.
 */
package io.sentinelsdn.api.http;
