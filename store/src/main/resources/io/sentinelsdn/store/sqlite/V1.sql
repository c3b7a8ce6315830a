-- Times are microseconds since 1970 UTC. A body is the record as JSON, form the version of that JSON.
CREATE TABLE detections (
    id         TEXT PRIMARY KEY,
    started_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    ended_at   INTEGER,
    status     TEXT NOT NULL,
    type       TEXT NOT NULL,
    target     TEXT NOT NULL,
    form       INTEGER NOT NULL,
    body       TEXT NOT NULL
);
CREATE INDEX detections_by_time ON detections (started_at);
CREATE INDEX detections_by_target ON detections (target, started_at);
CREATE INDEX detections_by_status ON detections (status, started_at);
CREATE TABLE plans (
    id           TEXT PRIMARY KEY,
    detection_id TEXT,
    created_at   INTEGER NOT NULL,
    status       TEXT NOT NULL,
    form         INTEGER NOT NULL,
    body         TEXT NOT NULL
);
CREATE INDEX plans_by_time ON plans (created_at);
CREATE INDEX plans_by_detection ON plans (detection_id);
CREATE TABLE rules (
    id           TEXT PRIMARY KEY,
    owner        TEXT NOT NULL,
    detection_id TEXT,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    form         INTEGER NOT NULL,
    body         TEXT NOT NULL
);
CREATE TABLE list_entries (
    list       TEXT NOT NULL,
    prefix     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (list, prefix)
);
CREATE TABLE config (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
