-- SPDX-License-Identifier: EUPL-1.2
--
-- What staff wrote instead of what is shipped: letters, answers for advice, pages of text, areas,
-- rules, amounts and other keys of the configuration. Conventions as in 001.

-- The newest version of a name counts, and the book goes before the files.
CREATE TABLE setting_version_new (
    id          INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('template', 'text', 'areas', 'rule', 'amount', 'key')),
    name        TEXT NOT NULL,                     -- 'letters/sv/code.md', 'areas/cancer.brost',
                                                   -- 'rules', 'compensation.fixed'
    version     INTEGER NOT NULL,
    body        TEXT NOT NULL,
    shipped     INTEGER NOT NULL DEFAULT 0,        -- 1: back to what the files say; body is empty
    of_sha256   TEXT NOT NULL DEFAULT '',          -- of what the files said when it was written
    by_staff    INTEGER REFERENCES staff (id),     -- NULL: on the command line
    at          TEXT NOT NULL,
    UNIQUE (kind, name, version)
) STRICT;
INSERT INTO setting_version_new (id, kind, name, version, body, by_staff, at)
SELECT id, kind, name, version, body, by_staff, at FROM setting_version;
DROP TABLE setting_version;
ALTER TABLE setting_version_new RENAME TO setting_version;
CREATE INDEX setting_version_name ON setting_version (name, version);
