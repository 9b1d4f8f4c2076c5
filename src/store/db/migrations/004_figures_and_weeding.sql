-- SPDX-License-Identifier: EUPL-1.2
--
-- Figures that outlive what they were counted from, and the weeding of all else. Conventions as in
-- 001. An hour is the first 13 characters of a time, "2027-03-01T08": near enough to count by, and
-- too little to find a request again by.

ALTER TABLE request ADD COLUMN figured INTEGER NOT NULL DEFAULT 0; -- its figures stand in `figure`
ALTER TABLE request ADD COLUMN weeded INTEGER NOT NULL DEFAULT 0;  -- a bit a type of documents
CREATE INDEX request_unfigured ON request (id) WHERE figured = 0;

-- The bytes of a large mail go in several steps: weeding says that they are on their way out.
ALTER TABLE inbox ADD COLUMN weeded_at TEXT;                       -- its bytes and sender are gone
ALTER TABLE inbox ADD COLUMN weeding INTEGER NOT NULL DEFAULT 0;
CREATE INDEX inbox_weeding ON inbox (id) WHERE weeding = 1;
CREATE INDEX inbox_loose ON inbox (id) WHERE request_id IS NULL AND weeded_at IS NULL;

-- What is counted of one request that is over, without anybody who had to do with it.
CREATE TABLE figure (
    id          INTEGER PRIMARY KEY,
    request_id  INTEGER UNIQUE REFERENCES request (id), -- NULL: the request has been weeded
    came        TEXT NOT NULL,                     -- these five are hours
    asked       TEXT,                              -- when asking began
    answered    TEXT,                              -- the first answer of somebody who was asked
    filled      TEXT,                              -- all places were taken
    closed      TEXT,
    state       TEXT NOT NULL,
    advice      INTEGER NOT NULL,
    unit        TEXT NOT NULL,
    areas       TEXT NOT NULL,                     -- ids, with spaces between
    kind        TEXT NOT NULL,
    route       TEXT NOT NULL,
    places      INTEGER NOT NULL,
    taken       INTEGER NOT NULL
) STRICT;
CREATE INDEX figure_came ON figure (came);

-- Asks, placements, payments and follow-ups of a request, counted. Who speaks from own experience
-- only and who speaks with an association's mandate are never one row.
CREATE TABLE figure_count (
    figure_id   INTEGER NOT NULL REFERENCES figure (id),
    what        TEXT NOT NULL,   -- 'ask', 'placed', 'pay', 'travel', 'followup', 'item'
    who         TEXT NOT NULL CHECK (who IN ('own', 'mandate', 'association', 'unit')),
    value       TEXT NOT NULL,   -- 'yes', …; of an item 'support=4'
    hour        TEXT NOT NULL,   -- when it was
    n           INTEGER NOT NULL,
    amount      INTEGER NOT NULL, -- öre, kilometres, the sum of a scale
    PRIMARY KEY (figure_id, what, who, value, hour)
) STRICT, WITHOUT ROWID;

-- The same from the book as it is now: read for requests that are under way, kept for others.
CREATE VIEW figure_now AS
SELECT r.id AS request_id, substr(r.received_at, 1, 13) AS came,
    (SELECT min(substr(at, 1, 13)) FROM audit
     WHERE audit.request_id = r.id AND to_state = 'inviting') AS asked,
    (SELECT min(substr(answer.at, 1, 13)) FROM invitation JOIN answer ON invitation_id =
     invitation.id WHERE invitation.request_id = r.id) AS answered,
    (SELECT min(substr(at, 1, 13)) FROM audit
     WHERE audit.request_id = r.id AND to_state = 'connected') AS filled,
    CASE WHEN r.state IN ('closed', 'advised', 'declined', 'cancelled', 'unfilled')
     THEN substr(r.state_since, 1, 13) END AS closed,
    r.state AS state,
    CASE WHEN r.kind = 'advice' OR r.state = 'advised' THEN 1 ELSE 0 END AS advice,
    coalesce((SELECT value FROM fact WHERE fact.request_id = r.id AND key = 'unit'
     ORDER BY origin DESC LIMIT 1), '') AS unit,
    coalesce((SELECT value FROM fact WHERE fact.request_id = r.id AND key = 'areas'
     ORDER BY origin DESC LIMIT 1), '') AS areas,
    coalesce((SELECT value FROM fact WHERE fact.request_id = r.id AND key = 'kind'
     ORDER BY origin DESC LIMIT 1), '') AS kind,
    r.route AS route,
    CAST(coalesce(nullif((SELECT value FROM fact WHERE fact.request_id = r.id
     AND key = 'people_min' ORDER BY origin DESC LIMIT 1), ''),
     nullif((SELECT value FROM fact WHERE fact.request_id = r.id AND key = 'people_max'
     ORDER BY origin DESC LIMIT 1), ''), '1') AS INTEGER) AS places,
    (SELECT count(*) FROM placement WHERE placement.request_id = r.id
     AND placement.state NOT IN ('withdrawn', 'cancelled')) AS taken,
    r.figured AS figured
FROM request AS r;

CREATE VIEW figure_now_count AS
SELECT r.id AS request_id, r.figured AS figured, 'ask' AS what,
    CASE WHEN i.association_id IS NOT NULL THEN 'association'
     WHEN EXISTS (SELECT 1 FROM nomination AS m WHERE m.request_id = r.id
     AND m.person_id = i.person_id) THEN 'mandate' ELSE 'own' END AS who,
    CASE i.state WHEN 'sent' THEN 'waiting' WHEN 'unknown' THEN 'waiting'
     WHEN 'queued' THEN 'waiting' WHEN 'expired' THEN 'silent' ELSE i.state END AS value,
    substr(i.asked_at, 1, 13) AS hour, 1 AS n, 0 AS amount
FROM request AS r JOIN invitation AS i ON i.request_id = r.id
WHERE i.asked_at IS NOT NULL AND i.state <> 'bounced'
UNION ALL
SELECT r.id, r.figured, 'placed',
    CASE WHEN p.speaks_for IS NULL THEN 'own' ELSE 'mandate' END,
    CASE WHEN p.state IN ('withdrawn', 'cancelled') THEN p.state ELSE 'stands' END,
    substr(p.chosen_at, 1, 13), 1, 0
FROM request AS r JOIN placement AS p ON p.request_id = r.id
UNION ALL
SELECT r.id, r.figured, 'pay',
    CASE WHEN p.speaks_for IS NULL THEN 'own' ELSE 'mandate' END,
    coalesce(c.paid, 'unsaid'), c.day || 'T11', 1, c.fee_ore
FROM request AS r JOIN placement AS p ON p.request_id = r.id
    JOIN compensation AS c ON c.placement_id = p.id
UNION ALL
SELECT r.id, r.figured, 'travel',
    CASE WHEN p.speaks_for IS NULL THEN 'own' ELSE 'mandate' END,
    'receipts', c.day || 'T11', 1, c.travel_ore
FROM request AS r JOIN placement AS p ON p.request_id = r.id
    JOIN compensation AS c ON c.placement_id = p.id
WHERE c.travel_ore > 0
UNION ALL
SELECT r.id, r.figured, 'travel',
    CASE WHEN p.speaks_for IS NULL THEN 'own' ELSE 'mandate' END,
    'km', c.day || 'T11', 1, c.travel_km
FROM request AS r JOIN placement AS p ON p.request_id = r.id
    JOIN compensation AS c ON c.placement_id = p.id
WHERE c.travel_km > 0
UNION ALL
SELECT r.id, r.figured, 'followup',
    CASE WHEN fu.party = 'unit' THEN 'unit'
     WHEN EXISTS (SELECT 1 FROM placement AS p WHERE p.request_id = r.id
     AND 'P' || CAST(p.person_id AS TEXT) = fu.party AND p.speaks_for IS NOT NULL) THEN 'mandate'
     ELSE 'own' END,
    CASE WHEN fu.answered_at IS NULL THEN 'silent' ELSE 'answered' END,
    substr(fu.sent_at, 1, 13), 1, 0
FROM request AS r JOIN followup AS fu ON fu.request_id = r.id
WHERE fu.sent_at IS NOT NULL;

CREATE INDEX figure_count_sum ON figure_count (what, who, value, hour, n, amount);

-- What has been weeded: how many of what, of which request, by which rule, and when.
CREATE TABLE weeding (
    id          INTEGER PRIMARY KEY,
    at          TEXT NOT NULL,
    what        TEXT NOT NULL CHECK (what IN ('mail', 'request', 'agreement', 'letter', 'followup',
                'search', 'access', 'person')),
    rule        TEXT NOT NULL,                     -- "24 months after 2027-05-11"
    request_id  INTEGER REFERENCES request (id),   -- NULL: of none
    subject     TEXT NOT NULL DEFAULT '',          -- 'P12'
    n           INTEGER NOT NULL
) STRICT;
CREATE INDEX weeding_request ON weeding (request_id);
