CREATE TABLE slices (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    form       INTEGER NOT NULL,
    body       TEXT NOT NULL
);
