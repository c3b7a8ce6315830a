CREATE TABLE user_flows (
    id         TEXT PRIMARY KEY,
    dpid       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    form       INTEGER NOT NULL,
    body       TEXT NOT NULL
);
