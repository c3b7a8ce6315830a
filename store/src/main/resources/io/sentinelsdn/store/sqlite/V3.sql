CREATE TABLE decisions (
    id            TEXT PRIMARY KEY,
    at            INTEGER NOT NULL,
    model_sha256  TEXT NOT NULL,
    config_sha256 TEXT NOT NULL,
    form          INTEGER NOT NULL,
    body          TEXT NOT NULL
);
