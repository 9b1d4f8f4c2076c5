-- SPDX-License-Identifier: EUPL-1.2
--
-- From a yes to the follow-up: occasions, placements, agreements by version, compensation,
-- follow-ups, and the documents that are drawn of them. Conventions as in 001.

-- A time at which people meet. Of a request; or of the whole pool (request_id NULL): a network
-- meeting or an introduction. Rows are made when the first representative is chosen; until then
-- the fact `occasions` is all there is.
CREATE TABLE occasion (
    id          INTEGER PRIMARY KEY,
    request_id  INTEGER REFERENCES request (id),
    kind        TEXT NOT NULL DEFAULT 'assignment'
                CHECK (kind IN ('assignment', 'network', 'introduction')),
    uid         TEXT NOT NULL UNIQUE,              -- of the calendar file
    sequence    INTEGER NOT NULL DEFAULT 0,        -- raised by each change
    starts      TEXT NOT NULL,                     -- local: "2027-03-01" or "2027-03-01T09:00"
    ends        TEXT NOT NULL DEFAULT '',          -- the same form, or '' where it is open
    place       TEXT NOT NULL DEFAULT '',
    link        TEXT NOT NULL DEFAULT '',
    access      TEXT NOT NULL DEFAULT '',          -- how to get in, and who helps
    state       TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'cancelled', 'done')),
    created_at  TEXT NOT NULL,
    changed_at  TEXT NOT NULL,
    CHECK ((request_id IS NULL) = (kind <> 'assignment'))
) STRICT;
CREATE INDEX occasion_request ON occasion (request_id, starts);

-- One representative chosen for one request, until it has been followed up.
CREATE TABLE placement (
    id           INTEGER PRIMARY KEY,
    request_id   INTEGER NOT NULL REFERENCES request (id),
    person_id    INTEGER NOT NULL REFERENCES person (id),
    speaks_for   INTEGER REFERENCES association (id), -- has its mandate; NULL: own experience only
    state        TEXT NOT NULL DEFAULT 'chosen' CHECK (state IN ('chosen', 'agreed', 'done',
                 'followed_up', 'withdrawn', 'cancelled')),
    chosen_at    TEXT NOT NULL,
    chosen_by    TEXT NOT NULL,                    -- the actor, as in the trail
    agreed_at    TEXT,
    ended_at     TEXT,                             -- done, withdrawn or cancelled
    ended_by     TEXT NOT NULL DEFAULT '',
    ended_why    TEXT NOT NULL DEFAULT '',
    f_tax        INTEGER NOT NULL DEFAULT 0,       -- invoices as a business: no employer's contributions
    UNIQUE (request_id, person_id)
) STRICT;
CREATE INDEX placement_person ON placement (person_id);

-- A version of what both parties of a placement agree on. It stands when both accepted this one.
CREATE TABLE agreement (
    id                          INTEGER PRIMARY KEY,
    placement_id                INTEGER NOT NULL REFERENCES placement (id),
    version                     INTEGER NOT NULL,
    body                        TEXT NOT NULL,     -- its fields as JSON, keys sorted
    sha256                      TEXT NOT NULL,     -- of its canonical text
    written_by                  TEXT NOT NULL,     -- 'unit', 'representative', 'staff', 'system'
    unit_accepted_at            TEXT,
    unit_accepted_how           TEXT NOT NULL DEFAULT '', -- 'page', 'phone', 'paper'
    representative_accepted_at  TEXT,
    representative_accepted_how TEXT NOT NULL DEFAULT '',
    created_at                  TEXT NOT NULL,
    UNIQUE (placement_id, version)
) STRICT;

-- What a party said about a version without changing it.
CREATE TABLE agreement_comment (
    id           INTEGER PRIMARY KEY,
    placement_id INTEGER NOT NULL REFERENCES placement (id),
    version      INTEGER NOT NULL,
    written_by   TEXT NOT NULL,
    text         TEXT NOT NULL,
    at           TEXT NOT NULL
) STRICT;
CREATE INDEX agreement_comment_placement ON agreement_comment (placement_id, id);

-- A payment basis: what one occasion pays one representative, and whether it has been paid.
CREATE TABLE compensation (
    id             INTEGER PRIMARY KEY,
    placement_id   INTEGER NOT NULL REFERENCES placement (id),
    occasion_id    INTEGER NOT NULL REFERENCES occasion (id),
    payer          TEXT NOT NULL,                  -- the unit's name, folded: sums are kept by it
    day            TEXT NOT NULL,                  -- of the occasion: decides amounts and year
    minutes        INTEGER NOT NULL,               -- with travelling
    travel_minutes INTEGER NOT NULL DEFAULT 0,
    travel_km      INTEGER NOT NULL DEFAULT 0,     -- by own car
    travel_ore     INTEGER NOT NULL DEFAULT 0,
    receipts       TEXT NOT NULL DEFAULT '',       -- outlays with receipts, in words; no numbers of accounts
    fee_ore        INTEGER NOT NULL,
    model          TEXT NOT NULL,                  -- how the fee was found, in words
    cost_ref       TEXT NOT NULL DEFAULT '',
    f_tax          INTEGER NOT NULL DEFAULT 0,
    stated_at      TEXT NOT NULL,
    changed_at     TEXT NOT NULL,
    paid           TEXT CHECK (paid IN ('yes', 'no', 'declined')), -- declined: the representative wants none
    paid_at        TEXT,
    chased_at      TEXT,                           -- the unit was reminded
    UNIQUE (placement_id, occasion_id)
) STRICT;
CREATE INDEX compensation_payer ON compensation (payer, day);

CREATE TABLE followup (
    id           INTEGER PRIMARY KEY,
    request_id   INTEGER NOT NULL REFERENCES request (id),
    party        TEXT NOT NULL,                    -- 'unit', 'P12'
    due_at       TEXT NOT NULL,
    sent_at      TEXT,                             -- the letter that asks was queued
    reminded_at  TEXT,
    answered_at  TEXT,
    answer_how   TEXT NOT NULL DEFAULT '',         -- 'page', 'phone', 'paper', 'mail'
    answers      TEXT NOT NULL DEFAULT '{}',       -- JSON
    UNIQUE (request_id, party)
) STRICT;
CREATE INDEX followup_party ON followup (party);

-- A PDF: asked for inside the transaction that gives cause for it, with a frozen view; drawn by
-- work outside it, once; served by web and exported as it was drawn.
CREATE TABLE document (
    id           INTEGER PRIMARY KEY,
    request_id   INTEGER REFERENCES request (id),
    kind         TEXT NOT NULL,                    -- 'agreement', 'payment', 'letter'
    subject      TEXT NOT NULL,                    -- what it is of: an id of that kind
    view         TEXT NOT NULL,                    -- frozen JSON: what letters/ draws
    created_at   TEXT NOT NULL,
    made_at      TEXT,
    sha256       TEXT NOT NULL DEFAULT '',
    bytes        BLOB,
    failed       TEXT NOT NULL DEFAULT '',         -- why it cannot be drawn
    UNIQUE (kind, subject)
) STRICT;
CREATE INDEX document_unmade ON document (id) WHERE made_at IS NULL AND failed = '';
CREATE INDEX document_request ON document (request_id);

-- A link about one representative (an agreement, a payment basis) says whom: 'P12'.
ALTER TABLE token ADD COLUMN subject TEXT NOT NULL DEFAULT '';
CREATE INDEX token_subject ON token (subject) WHERE subject <> '';
