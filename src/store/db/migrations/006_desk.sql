-- SPDX-License-Identifier: EUPL-1.2
--
-- The desk: who of the staff is logged in, and what shows that it is they. Conventions as in 001.

-- The second factor (RFC 6238). A step of thirty seconds counts once, however often it is sent.
ALTER TABLE staff ADD COLUMN totp_secret TEXT;                     -- base32; NULL: not enrolled yet
ALTER TABLE staff ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0; -- the last one used
ALTER TABLE staff ADD COLUMN code_faults INTEGER NOT NULL DEFAULT 0; -- wrong codes since a right one

-- A session begins with the password, and opens the desk once the second factor has been shown.
CREATE TABLE staff_session (
    id          INTEGER PRIMARY KEY,
    token_hash  TEXT NOT NULL UNIQUE,              -- SHA-256 of what the cookie holds
    staff_id    INTEGER NOT NULL REFERENCES staff (id),
    created_at  TEXT NOT NULL,
    expires_at  TEXT NOT NULL,                     -- however busy it is
    passed_at   TEXT,                              -- the second factor was shown
    ended_at    TEXT,
    tries       INTEGER NOT NULL DEFAULT 0         -- wrong codes in it
) STRICT;
CREATE INDEX staff_session_staff ON staff_session (staff_id) WHERE ended_at IS NULL;
CREATE INDEX staff_session_created ON staff_session (created_at);

-- What replaces the second factor once each, for who has lost the telephone.
CREATE TABLE recovery_code (
    staff_id    INTEGER NOT NULL REFERENCES staff (id),
    code_hash   TEXT NOT NULL,
    used_at     TEXT,
    PRIMARY KEY (staff_id, code_hash)
) STRICT, WITHOUT ROWID;

-- What waits for a person, kind by kind, oldest first.
CREATE INDEX task_open_kind ON task (kind, id, since) WHERE closed_at IS NULL;
