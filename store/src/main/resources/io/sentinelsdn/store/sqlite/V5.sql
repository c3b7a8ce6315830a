-- Requests of gateways, sums of them (span and start in seconds; kind 1 prediction, 2 address, 3 path; the name '' stands
-- for all that are too rare), blocked addresses, and numbers over time (resolution and time in seconds).
CREATE TABLE requests (
    id                   INTEGER PRIMARY KEY,
    timestamp            INTEGER NOT NULL,
    source_ip            TEXT NOT NULL,
    request_path         TEXT NOT NULL,
    request_method       TEXT NOT NULL,
    user_agent           TEXT NOT NULL,
    prediction           TEXT NOT NULL CHECK (prediction IN ('NORMAL', 'DDoS', 'BLOCKED')),
    confidence_score     REAL NOT NULL CHECK (confidence_score BETWEEN 0 AND 1),
    is_blocked           INTEGER NOT NULL CHECK (is_blocked IN (0, 1)),
    response_status_code INTEGER NOT NULL,
    response_time_ms     REAL NOT NULL,
    request_size_bytes   INTEGER NOT NULL,
    gateway_id           TEXT NOT NULL,
    created_at           INTEGER NOT NULL
);
CREATE INDEX requests_by_timestamp ON requests (timestamp);
CREATE INDEX requests_by_source_ip ON requests (source_ip, timestamp, prediction, is_blocked);
CREATE INDEX requests_by_prediction ON requests (prediction, timestamp, is_blocked);
CREATE INDEX requests_by_is_blocked ON requests (is_blocked, timestamp);
CREATE INDEX requests_by_gateway_id ON requests (gateway_id, timestamp);
CREATE TABLE rollups (
    span              INTEGER NOT NULL,
    start             INTEGER NOT NULL,
    kind              INTEGER NOT NULL,
    name              TEXT NOT NULL,
    requests          INTEGER NOT NULL,
    blocked           INTEGER NOT NULL,
    attacks           INTEGER NOT NULL,
    confidence        REAL NOT NULL,
    attack_confidence REAL NOT NULL,
    PRIMARY KEY (span, kind, start, name)
) WITHOUT ROWID;
CREATE TABLE blocked_ips (
    ip_address      TEXT NOT NULL UNIQUE,
    blocked_at      INTEGER NOT NULL,
    block_reason    TEXT NOT NULL,
    block_count     INTEGER NOT NULL,
    last_blocked    INTEGER NOT NULL,
    auto_unblock_at INTEGER NOT NULL,
    refused         INTEGER NOT NULL,
    confidence      REAL NOT NULL
);
CREATE INDEX blocked_ips_by_time ON blocked_ips (last_blocked);
CREATE TABLE series_names (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE series (
    resolution INTEGER NOT NULL,
    metric     INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    value      REAL NOT NULL,
    highest    REAL NOT NULL,
    PRIMARY KEY (resolution, metric, at)
) WITHOUT ROWID;
