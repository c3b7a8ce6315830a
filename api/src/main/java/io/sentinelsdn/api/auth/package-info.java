/**
 * Who may use the API: {@link Keyring} knows keys, {@link Tokens} gives out and reads what stands for a key for a while,
 * {@link Authenticator} says who sends a request. What they may do is said by the routes.
 */
package io.sentinelsdn.api.auth;
