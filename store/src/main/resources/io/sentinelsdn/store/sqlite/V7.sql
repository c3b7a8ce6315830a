-- What was said of flows that people handed in, without single verdicts.
CREATE TABLE analyses (
    id   TEXT PRIMARY KEY,
    at   INTEGER NOT NULL,
    form INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX analyses_by_time ON analyses (at);
