-- SPDX-License-Identifier: EUPL-1.2
--
-- Care units: whose requests they are, and whom one writes to there. Conventions as in 001.
--
-- A unit is the names that its requests call it by: each name, folded, is one unit's. So two that
-- turn out to be one need no request, payment or cooperation rewritten, and a name that was used
-- before is known when it comes again.

DROP INDEX unit_name;
ALTER TABLE unit ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;            -- staff have a word about it:
                                                                        -- it stays without a request
ALTER TABLE unit ADD COLUMN merged_into INTEGER REFERENCES unit (id);   -- NULL: it stands by itself
CREATE INDEX unit_listed ON unit (name COLLATE NOCASE, id) WHERE merged_into IS NULL;
CREATE INDEX unit_merged ON unit (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE unit_name (
    folded      TEXT PRIMARY KEY,
    unit_id     INTEGER NOT NULL REFERENCES unit (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_name_unit ON unit_name (unit_id);

-- Somebody who wrote for a unit, or whom staff noted; forgotten when nobody has named them for as
-- long as requests are kept, and the unit has no request under way.
DROP TABLE unit_contact;
CREATE TABLE unit_contact (
    id          INTEGER PRIMARY KEY,
    unit_id     INTEGER NOT NULL REFERENCES unit (id),
    address     TEXT NOT NULL DEFAULT '',
    name        TEXT NOT NULL DEFAULT '',
    phone       TEXT NOT NULL DEFAULT '',
    by_staff    INTEGER NOT NULL DEFAULT 0,        -- name and phone are no more what requests say
    seen_at     TEXT NOT NULL                      -- named by a request, or noted by staff
) STRICT;
CREATE UNIQUE INDEX unit_contact_address ON unit_contact (unit_id, lower(address))
    WHERE address <> '';
CREATE INDEX unit_contact_unit ON unit_contact (unit_id);
CREATE INDEX unit_contact_anywhere ON unit_contact (lower(address)) WHERE address <> '';
CREATE INDEX unit_contact_seen ON unit_contact (seen_at);
CREATE INDEX request_unit ON request (unit_id, id);

-- What the book has already, of requests that somebody has taken up.
INSERT INTO unit (name, created_at)
SELECT min(unit_name), min(received_at) FROM request WHERE unit_name <> '~' AND state <> 'received'
GROUP BY lower(replace(replace(replace(trim(unit_name), 'Å', 'å'), 'Ä', 'ä'), 'Ö', 'ö'));
INSERT INTO unit_name (folded, unit_id)
SELECT lower(replace(replace(replace(trim(name), 'Å', 'å'), 'Ä', 'ä'), 'Ö', 'ö')), id FROM unit;
UPDATE request SET unit_id = (SELECT unit_id FROM unit_name WHERE folded =
    lower(replace(replace(replace(trim(unit_name), 'Å', 'å'), 'Ä', 'ä'), 'Ö', 'ö')))
WHERE unit_name <> '~' AND state <> 'received';
INSERT INTO unit_contact (unit_id, address, name, phone, seen_at)
SELECT unit_id, sender_address, sender_name,
    coalesce((SELECT value FROM fact WHERE request_id = request.id AND key = 'contact_phone'
     ORDER BY origin DESC LIMIT 1), ''), received_at
FROM request WHERE unit_id IS NOT NULL AND sender_address <> '' ORDER BY id DESC
ON CONFLICT DO NOTHING;
