-- SPDX-License-Identifier: EUPL-1.2
--
-- Who signs up to the pool. Conventions as in 001.

-- What was written so far, until the link mailed to that address is confirmed and it becomes a
-- person; forgotten when it never is.
CREATE TABLE signup (
    id          INTEGER PRIMARY KEY,
    token_hash  TEXT NOT NULL UNIQUE,              -- of the pages that are being filled in
    letter_hash TEXT UNIQUE,                       -- of the link mailed last; NULL: not sent in yet
    fields      TEXT NOT NULL,                     -- JSON: field → text, as it was written
    address     TEXT NOT NULL,
    language    TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    expires_at  TEXT NOT NULL,
    person_id   INTEGER REFERENCES person (id)     -- who it became
) STRICT;
CREATE INDEX signup_created ON signup (created_at);
CREATE INDEX signup_expires ON signup (expires_at);

-- Letters that strangers may have us send have a cap of their own: this one is a third of them.
DROP INDEX letter_for_strangers;
CREATE INDEX letter_for_strangers ON letter (begun_at) WHERE purpose = 'confirm_request'
    OR purpose = 'new_link' OR purpose = 'confirm_signup';
