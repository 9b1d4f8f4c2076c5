-- SPDX-License-Identifier: EUPL-1.2
--
-- What pages need to remember: request forms that wait for their sender's word, and the codes that
-- open a page which shows more of a person than a link alone may.

-- A request form that was sent in. It becomes a request when the link in the letter to its sender
-- has been opened and the form confirmed; one that is never confirmed is weeded.
CREATE TABLE draft (
    id          INTEGER PRIMARY KEY,
    token_hash  TEXT NOT NULL UNIQUE,
    fields      TEXT NOT NULL,                     -- JSON: field → text, as it was sent
    address     TEXT NOT NULL,
    language    TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    expires_at  TEXT NOT NULL,
    request_id  INTEGER REFERENCES request (id)    -- what it became
) STRICT;
CREATE INDEX draft_address ON draft (address, created_at);
CREATE INDEX draft_expires ON draft (expires_at);

-- A link that somebody asked for on an open page, for whoever has this address. Work mails it, so
-- that the page does the same, and takes as long, whether there is anybody or not.
CREATE TABLE link_wish (
    id          INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('request', 'person')),
    address     TEXT NOT NULL,
    at          TEXT NOT NULL
) STRICT;

-- A six-figure code, mailed to the address on record, good in the browser that asked for it.
CREATE TABLE code (
    id           INTEGER PRIMARY KEY,
    party        TEXT NOT NULL,                    -- 'P12'
    browser_hash TEXT NOT NULL,                    -- of the browser's cookie
    code_hash    TEXT NOT NULL,                    -- salted with the browser's hash
    tries        INTEGER NOT NULL DEFAULT 0,
    created_at   TEXT NOT NULL,
    expires_at   TEXT NOT NULL,                    -- of the code
    passed_until TEXT                              -- entered rightly: the page is open until then
) STRICT;
CREATE INDEX code_browser ON code (browser_hash, party, id);
CREATE INDEX code_party ON code (party, created_at);
