/** Who may use the API: roles and keys, and what was changed by whom. */
package io.sentinelsdn.domain.auth;
