-- SPDX-License-Identifier: EUPL-1.2
--
-- The case book: what a loan needs from the first mail to the answers; 003 goes on from there.
--
-- Conventions. Times are UTC in ISO 8601 ("2027-03-01T08:15:00.000Z"), so that they sort as texts;
-- wall times of occasions are local, without offset. Truth values are 0 and 1. Enumerations are
-- texts with a CHECK. Parties are named as outside: 'unit', 'P12', 'A3'. Conditions of indexes are
-- written with OR and AND: SQLite makes a table of a longer IN list each time that a row changes.

-- ---------------------------------------------------------------- who takes part

CREATE TABLE unit (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    division    TEXT NOT NULL DEFAULT '',
    created_at  TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX unit_name ON unit (name, division);

-- Somebody at a unit with whom letters are exchanged; no account, the address is all there is.
CREATE TABLE unit_contact (
    id          INTEGER PRIMARY KEY,
    unit_id     INTEGER REFERENCES unit (id),
    address     TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL DEFAULT '',
    phone       TEXT NOT NULL DEFAULT '',
    language    TEXT NOT NULL DEFAULT 'sv',
    created_at  TEXT NOT NULL
) STRICT;

-- A patient representative, or a person nominated by an association (via, outside the pool).
CREATE TABLE person (
    id                 INTEGER PRIMARY KEY,
    name               TEXT NOT NULL,
    email              TEXT NOT NULL DEFAULT '',
    phone              TEXT NOT NULL DEFAULT '',
    postal_address     TEXT NOT NULL DEFAULT '',
    perspective        TEXT NOT NULL DEFAULT '' CHECK (perspective IN ('', 'patient', 'relative', 'both')),
    formats            TEXT NOT NULL DEFAULT '' CHECK (formats IN ('', 'on_site', 'digital', 'both')),
    municipality       TEXT NOT NULL DEFAULT '',
    travel_km          INTEGER NOT NULL DEFAULT -1,
    languages          TEXT NOT NULL DEFAULT 'sv',
    letter_language    TEXT NOT NULL DEFAULT 'sv',
    ways               TEXT NOT NULL DEFAULT '',  -- how the person wants to contribute
    access_needs       TEXT NOT NULL DEFAULT '',
    story              TEXT NOT NULL DEFAULT '',  -- experience in own words
    conflicts          TEXT NOT NULL DEFAULT '',  -- units with a conflict of interest, one a line
    birth_year         INTEGER,                   -- for payroll classes only
    consent_date       TEXT,                      -- NULL: none stands
    consent_version    TEXT NOT NULL DEFAULT '',
    consent_how        TEXT NOT NULL DEFAULT '',
    introduction_date  TEXT,
    renewed_on         TEXT,
    paused_until       TEXT,
    objects            INTEGER NOT NULL DEFAULT 0, -- does not want to be searched for
    protected_identity INTEGER NOT NULL DEFAULT 0,
    deceased           INTEGER NOT NULL DEFAULT 0,
    left_at            TEXT,
    via                INTEGER REFERENCES association (id), -- nominated by; NULL: in the pool
    last_contact_at    TEXT,
    import_id          INTEGER,                   -- rows of an import that is not yet whole
    created_at         TEXT NOT NULL,
    erased_at          TEXT                       -- the row stays as an id without a person
) STRICT;
CREATE INDEX person_email ON person (lower(email));
CREATE INDEX person_import ON person (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX person_discarded ON person (id) WHERE import_id IS NOT NULL;

CREATE TABLE person_area (
    person_id   INTEGER NOT NULL REFERENCES person (id),
    area        TEXT NOT NULL,                    -- id of the area file
    unwanted    INTEGER NOT NULL DEFAULT 0,       -- 1: does not want to be asked about it
    PRIMARY KEY (person_id, area)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_area_area ON person_area (area, unwanted);

-- Consent is versioned; each giving and each withdrawal is a row, the newest counts.
CREATE TABLE consent (
    id          INTEGER PRIMARY KEY,
    person_id   INTEGER NOT NULL REFERENCES person (id),
    version     TEXT NOT NULL,
    given       INTEGER NOT NULL,
    how         TEXT NOT NULL,
    at          TEXT NOT NULL
) STRICT;
CREATE INDEX consent_person ON consent (person_id);

CREATE TABLE association (
    id              INTEGER PRIMARY KEY,
    name            TEXT NOT NULL UNIQUE,
    email           TEXT NOT NULL DEFAULT '',
    contact         TEXT NOT NULL DEFAULT '',     -- who nominates
    municipalities  TEXT NOT NULL DEFAULT '',     -- catchment; empty: the whole region
    mandate         TEXT NOT NULL DEFAULT '',
    reply_days      INTEGER,                      -- usual reply time
    letter_language TEXT NOT NULL DEFAULT 'sv',
    created_at      TEXT NOT NULL,
    left_at         TEXT
) STRICT;

CREATE TABLE association_area (
    association_id  INTEGER NOT NULL REFERENCES association (id),
    area            TEXT NOT NULL,
    PRIMARY KEY (association_id, area)
) STRICT, WITHOUT ROWID;

-- An existing cooperation: requests of this unit are steered to this association, not around it.
CREATE TABLE cooperation (
    association_id  INTEGER NOT NULL REFERENCES association (id),
    unit            TEXT NOT NULL,                -- the unit's name, folded
    PRIMARY KEY (association_id, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    email         TEXT NOT NULL DEFAULT '',
    role          TEXT NOT NULL DEFAULT 'staff' CHECK (role IN ('staff', 'admin', 'reader')),
    password_hash TEXT NOT NULL,
    disabled_at   TEXT,
    created_at    TEXT NOT NULL
) STRICT;

-- ---------------------------------------------------------------- mail that comes

-- A mailbox that is read, and how far.
CREATE TABLE mailbox (
    id           INTEGER PRIMARY KEY,
    source       TEXT NOT NULL UNIQUE,            -- "imaps://host:993/INBOX", "maildir:/path"
    uidvalidity  INTEGER NOT NULL DEFAULT 0,      -- 0: never selected, or a Maildir
    next_uid     INTEGER NOT NULL DEFAULT 1,      -- the cursor: all below were looked at
    complete_at  TEXT,                            -- when it was last read to its end
    server_count INTEGER NOT NULL DEFAULT 0       -- messages there at that time
) STRICT;

-- One row a message, written before the mailbox is told. The key of its place there is
-- (mailbox, uidvalidity, uid), or the file's unique name in a Maildir; the hash is of the bytes.
CREATE TABLE inbox (
    id            INTEGER PRIMARY KEY,
    mailbox_id    INTEGER REFERENCES mailbox (id), -- NULL: given by hand (request read FILE)
    uidvalidity   INTEGER NOT NULL DEFAULT 0,
    uid           INTEGER NOT NULL DEFAULT 0,
    name          TEXT NOT NULL DEFAULT '',        -- Maildir: the name before ":2,"
    sha256        TEXT NOT NULL,
    bytes         INTEGER NOT NULL,
    cut           INTEGER NOT NULL DEFAULT 0,      -- 1: over the size limit, only its start is kept
    stored_at     TEXT NOT NULL,
    told_at       TEXT,                            -- the mailbox was told (moved, flagged)
    duplicate_of  INTEGER REFERENCES inbox (id),   -- the same bytes were stored before
    state         TEXT NOT NULL DEFAULT 'unread'
                  CHECK (state IN ('unread', 'read', 'waiting', 'duplicate', 'dropped')),
                  -- waiting: read, and a person is to decide
    attempts      INTEGER NOT NULL DEFAULT 0,      -- begun readings; a poison mail is set aside
    read_at       TEXT,
    intent        TEXT NOT NULL DEFAULT '',
    automatic     TEXT NOT NULL DEFAULT '',
    from_address  TEXT NOT NULL DEFAULT '',
    from_name     TEXT NOT NULL DEFAULT '',
    subject       TEXT NOT NULL DEFAULT '',
    message_id    TEXT NOT NULL DEFAULT '',
    request_id    INTEGER REFERENCES request (id),
    party         TEXT NOT NULL DEFAULT '',        -- whose mail it is: 'unit', 'P12', 'A3'
    defects       TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX inbox_place ON inbox (mailbox_id, uidvalidity, uid, name)
    WHERE mailbox_id IS NOT NULL;
CREATE UNIQUE INDEX inbox_first ON inbox (sha256, cut) WHERE duplicate_of IS NULL;
CREATE INDEX inbox_again ON inbox (sha256) WHERE duplicate_of IS NOT NULL;
CREATE INDEX inbox_unread ON inbox (id) WHERE state = 'unread';
CREATE INDEX inbox_waiting ON inbox (request_id, party) WHERE state = 'waiting';
CREATE INDEX inbox_waiting_from ON inbox (lower(from_address)) WHERE state = 'waiting';
CREATE INDEX inbox_party ON inbox (party) WHERE party NOT IN ('', 'unit');
CREATE INDEX inbox_untold ON inbox (mailbox_id) WHERE told_at IS NULL;
CREATE INDEX inbox_message_id ON inbox (message_id);
CREATE INDEX inbox_request ON inbox (request_id);

-- The raw bytes, in pieces of at most 1 MiB, so that no write transaction is long.
CREATE TABLE inbox_chunk (
    inbox_sha256  TEXT NOT NULL,
    seq           INTEGER NOT NULL,
    bytes         BLOB NOT NULL,
    PRIMARY KEY (inbox_sha256, seq)
) STRICT;

-- ---------------------------------------------------------------- requests

CREATE TABLE request (
    id             INTEGER PRIMARY KEY,
    year           INTEGER NOT NULL,
    serial         INTEGER NOT NULL,
    number         TEXT NOT NULL UNIQUE,           -- "LB-2027-0001"
    state          TEXT NOT NULL CHECK (state IN ('received', 'clarifying', 'triage', 'inviting',
                   'choosing', 'connected', 'agreed', 'carried_out', 'followed_up', 'closed',
                   'advised', 'declined', 'cancelled', 'unfilled')),
    state_since    TEXT NOT NULL,
    source         TEXT NOT NULL CHECK (source IN ('mail', 'web', 'command')),
    inbox_id       INTEGER UNIQUE REFERENCES inbox (id), -- one request a mail
    mail_sha256    TEXT,                           -- of its bytes
    kind           TEXT NOT NULL DEFAULT 'loan' CHECK (kind IN ('loan', 'advice')),
    subject        TEXT NOT NULL DEFAULT '',
    received_at    TEXT NOT NULL,
    trusted        INTEGER NOT NULL DEFAULT 0,
    sender_address TEXT NOT NULL DEFAULT '',
    sender_name    TEXT NOT NULL DEFAULT '',
    message_id     TEXT NOT NULL DEFAULT '',       -- of the mail, for replies to it
    language       TEXT NOT NULL DEFAULT 'sv',
    unit_id        INTEGER REFERENCES unit (id),
    route          TEXT NOT NULL DEFAULT '' CHECK (route IN ('', 'association',
                   'association_first', 'pool', 'both')),
    route_by       TEXT NOT NULL DEFAULT '',       -- 'staff', 'unit', 'cooperation', 'rule', 'default'
    pool_asked     INTEGER NOT NULL DEFAULT 0,     -- the pool's turn has come (association_first)
    wave           INTEGER NOT NULL DEFAULT 0,     -- waves sent
    change         INTEGER NOT NULL DEFAULT 0,     -- changes of facts after asking
    acknowledged   INTEGER NOT NULL DEFAULT 0,
    dropped_text   TEXT NOT NULL DEFAULT '',       -- why it was cancelled or declined
    registration   TEXT NOT NULL DEFAULT ''        -- diarienummer
) STRICT;
-- One request a text of bytes, wherever it lies: its first place has the row, and one request; no
-- other place has any. (An index over mail_sha256 would say so too, for a page more to be written
-- somewhere in the book with each mail.)
CREATE TRIGGER request_of_first BEFORE INSERT ON request
WHEN EXISTS (SELECT 1 FROM inbox WHERE id = NEW.inbox_id AND duplicate_of IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'these bytes have a request where they first lay');
END;
CREATE UNIQUE INDEX request_serial ON request (year, serial);
CREATE INDEX request_state ON request (state, id);
CREATE INDEX request_sender ON request (lower(sender_address));

-- What is known of a request: one row a key and origin, the highest origin counts
-- (staff over form over reply over mail).
CREATE TABLE fact (
    request_id  INTEGER NOT NULL REFERENCES request (id),
    key         TEXT NOT NULL,
    origin      INTEGER NOT NULL CHECK (origin BETWEEN 1 AND 4), -- 1 mail 2 reply 3 form 4 staff
    value       TEXT NOT NULL,
    source      TEXT NOT NULL DEFAULT '',          -- the piece of text it was read from
    inbox_id    INTEGER REFERENCES inbox (id),
    at          TEXT NOT NULL,
    PRIMARY KEY (request_id, key, origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_contact ON fact (lower(value)) WHERE key = 'contact_email';

-- What was read but is not sure enough to be used.
CREATE TABLE proposal (
    request_id  INTEGER NOT NULL REFERENCES request (id),
    key         TEXT NOT NULL,
    value       TEXT NOT NULL,
    source      TEXT NOT NULL DEFAULT '',
    why         TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (request_id, key, value)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- asking

CREATE TABLE invitation (
    id             INTEGER PRIMARY KEY,
    request_id     INTEGER NOT NULL REFERENCES request (id),
    person_id      INTEGER REFERENCES person (id),
    association_id INTEGER REFERENCES association (id),
    wave           INTEGER NOT NULL,
    state          TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'unknown',
                   'bounced', 'yes', 'no', 'maybe', 'expired', 'cancelled')),
    queued_at      TEXT NOT NULL,
    asked_at       TEXT,
    deadline       TEXT,                           -- the day until which an answer is waited for
    answered_at    TEXT,
    answer_how     TEXT NOT NULL DEFAULT '',       -- 'mail', 'page', 'staff'
    text           TEXT NOT NULL DEFAULT '',       -- what the unit will see
    score          INTEGER,
    reminded_at    TEXT,
    outcome        TEXT CHECK (outcome IN ('chosen', 'not_chosen', 'filled', 'cancelled')),
    told_at        TEXT,
    CHECK ((person_id IS NULL) <> (association_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX invitation_person ON invitation (request_id, person_id);
CREATE UNIQUE INDEX invitation_association ON invitation (request_id, association_id);
CREATE INDEX invitation_of_person ON invitation (person_id, queued_at);
CREATE INDEX invitation_ended ON invitation (queued_at, state)
    WHERE person_id IS NOT NULL
    AND (state = 'yes' OR state = 'no' OR state = 'maybe' OR state = 'expired');

-- Every answer that came, the overtaken ones too.
CREATE TABLE answer (
    id            INTEGER PRIMARY KEY,
    invitation_id INTEGER NOT NULL REFERENCES invitation (id),
    answer        TEXT NOT NULL,
    how           TEXT NOT NULL,
    inbox_id      INTEGER REFERENCES inbox (id),
    text          TEXT NOT NULL DEFAULT '',
    at            TEXT NOT NULL
) STRICT;
CREATE INDEX answer_invitation ON answer (invitation_id);

CREATE TABLE nomination (
    id             INTEGER PRIMARY KEY,
    request_id     INTEGER NOT NULL REFERENCES request (id),
    association_id INTEGER NOT NULL REFERENCES association (id),
    person_id      INTEGER NOT NULL REFERENCES person (id),
    state          TEXT NOT NULL DEFAULT 'named' CHECK (state IN ('named', 'confirmed', 'declined', 'expired')),
    at             TEXT NOT NULL,
    UNIQUE (request_id, person_id)
) STRICT;
CREATE INDEX nomination_person ON nomination (person_id);

-- ---------------------------------------------------------------- mail that goes

CREATE TABLE letter (
    id             INTEGER PRIMARY KEY,
    request_id     INTEGER REFERENCES request (id),
    recipient      TEXT NOT NULL,                  -- 'unit', 'P12', 'A3', 'staff', 'operator'
    address        TEXT NOT NULL,                  -- '' : to be printed
    name           TEXT NOT NULL DEFAULT '',
    purpose        TEXT NOT NULL,                  -- the template's name
    cause          TEXT NOT NULL DEFAULT '',       -- '' or version, change, event
    language       TEXT NOT NULL,
    template       TEXT NOT NULL DEFAULT '',       -- its version, noted when it was made
    view           TEXT NOT NULL,                  -- frozen JSON
    own_text       TEXT,                           -- staff's wording
    urgency        INTEGER NOT NULL DEFAULT 0,     -- 0 at once, 1 an ask or a reminder: within hours
    turn           INTEGER NOT NULL DEFAULT 0,     -- how many of this request stand before it
    state          TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent',
                   'deferred', 'failed', 'unknown', 'held', 'dropped', 'to_print', 'printed')),
    made           INTEGER NOT NULL DEFAULT 0,     -- its bytes lie in letter_body
    released       INTEGER NOT NULL DEFAULT 0,     -- a person let it past the caps
    message_id     TEXT NOT NULL UNIQUE,           -- without <>
    in_reply_to    TEXT NOT NULL DEFAULT '',
    token          TEXT,                           -- in clear until it is sent
    token_hash     TEXT NOT NULL DEFAULT '',
    queued_at      TEXT NOT NULL,
    next_at        TEXT NOT NULL,                  -- not before
    begun_at       TEXT,                           -- of the last attempt
    ended_at       TEXT,                           -- sent, failed, dropped
    attempts       INTEGER NOT NULL DEFAULT 0,
    answer         TEXT NOT NULL DEFAULT '',       -- the server's last words
    claimed_by     TEXT NOT NULL DEFAULT '',       -- lease: owner
    claimed_until  TEXT,
    noticed        INTEGER NOT NULL DEFAULT 1,     -- 0: work has yet to act on what became of it
    bounced_at     TEXT,
    resent_as      INTEGER NOT NULL DEFAULT 0      -- times sent again to a corrected address
) STRICT;
CREATE UNIQUE INDEX letter_once ON letter (request_id, recipient, purpose, cause)
    WHERE request_id IS NOT NULL;
CREATE INDEX letter_due ON letter (urgency, turn, id) WHERE state IN ('queued', 'deferred');
CREATE INDEX letter_unmade ON letter (id) WHERE made = 0 AND state IN ('queued', 'to_print');
CREATE INDEX letter_sending ON letter (id) WHERE state = 'sending';
CREATE INDEX letter_stuck ON letter (id)
    WHERE state = 'failed' OR state = 'unknown' OR state = 'held' OR state = 'to_print';
CREATE INDEX letter_unnoticed ON letter (id) WHERE noticed = 0;
CREATE INDEX letter_address ON letter (lower(address), begun_at) WHERE begun_at IS NOT NULL;
CREATE INDEX letter_request ON letter (request_id, lower(address));
CREATE INDEX letter_begun ON letter (begun_at) WHERE begun_at IS NOT NULL;
CREATE INDEX letter_for_strangers ON letter (begun_at)
    WHERE purpose = 'confirm_request' OR purpose = 'new_link';
CREATE INDEX letter_recipient ON letter (recipient);

CREATE TABLE letter_body (
    letter_id   INTEGER PRIMARY KEY REFERENCES letter (id),
    raw         BLOB NOT NULL                      -- RFC 5322; tokens masked once it is sent
) STRICT;

-- ---------------------------------------------------------------- clock, people, links

CREATE TABLE timer (
    id          INTEGER PRIMARY KEY,
    request_id  INTEGER REFERENCES request (id),
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL DEFAULT '',          -- party or occasion
    due_at      TEXT NOT NULL,
    silence     TEXT NOT NULL DEFAULT '',          -- the party whose silence it acts on; '' none
    UNIQUE (request_id, kind, subject)
) STRICT;
CREATE INDEX timer_due ON timer (due_at, id);

-- What waits for a human.
CREATE TABLE task (
    id          INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL,
    request_id  INTEGER REFERENCES request (id),
    inbox_id    INTEGER REFERENCES inbox (id),
    letter_id   INTEGER REFERENCES letter (id),
    subject     TEXT NOT NULL DEFAULT '',
    text        TEXT NOT NULL DEFAULT '',
    since       TEXT NOT NULL,
    closed_at   TEXT,
    closed_by   TEXT NOT NULL DEFAULT '',
    closed_text TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX task_open ON task (id) WHERE closed_at IS NULL;
CREATE INDEX task_stands ON task (kind, subject, coalesce(request_id, 0), coalesce(inbox_id, 0),
    coalesce(letter_id, 0)) WHERE closed_at IS NULL;
CREATE INDEX task_subject ON task (subject) WHERE subject <> '';
CREATE INDEX task_request ON task (request_id, kind) WHERE closed_at IS NULL;
CREATE INDEX task_inbox ON task (inbox_id) WHERE closed_at IS NULL;
CREATE INDEX task_letter ON task (letter_id) WHERE closed_at IS NULL;

-- A personal link. The token itself is nowhere but in a letter not yet sent.
CREATE TABLE token (
    id          INTEGER PRIMARY KEY,
    sha256      TEXT NOT NULL UNIQUE,
    purpose     TEXT NOT NULL,                     -- 'answer', 'request', 'agreement', …
    request_id  INTEGER REFERENCES request (id),
    party       TEXT NOT NULL,                     -- 'unit', 'P12', 'A3'
    address     TEXT NOT NULL,                     -- that it was made for
    letter_id   INTEGER REFERENCES letter (id),
    created_at  TEXT NOT NULL,
    expires_at  TEXT,
    ended_at    TEXT
) STRICT;
CREATE INDEX token_party ON token (party);
CREATE INDEX token_letter ON token (letter_id);

-- Every search over people: who, why, on what basis, and what came of it.
CREATE TABLE search (
    id          INTEGER PRIMARY KEY,
    request_id  INTEGER REFERENCES request (id),
    actor       TEXT NOT NULL,
    purpose     TEXT NOT NULL,
    basis       TEXT NOT NULL,
    at          TEXT NOT NULL,
    result      TEXT NOT NULL DEFAULT '[]',        -- JSON: who, score, excluded
    CHECK (purpose <> '' AND basis <> '')
) STRICT;
CREATE INDEX search_request ON search (request_id);

-- ---------------------------------------------------------------- trail, versions, health

-- A hash chain. Ids only; free text lies beside it and stands here as a salted hash.
CREATE TABLE audit (
    id          INTEGER PRIMARY KEY,
    at          TEXT NOT NULL,
    actor       TEXT NOT NULL,                     -- 'system', 'unit', 'P12', 'staff:3', 'command'
    event       TEXT NOT NULL,
    request_id  INTEGER,
    subject     TEXT NOT NULL DEFAULT '',
    from_state  TEXT NOT NULL DEFAULT '',
    to_state    TEXT NOT NULL DEFAULT '',
    text_hash   TEXT NOT NULL DEFAULT '',
    hash        TEXT NOT NULL                      -- over the row and the hash before it
) STRICT;
CREATE INDEX audit_request ON audit (request_id, id);
CREATE INDEX audit_subject ON audit (subject) WHERE subject <> '';
CREATE INDEX audit_actor ON audit (actor)
    WHERE actor <> 'system' AND actor <> 'unit' AND actor <> 'command';

CREATE TABLE audit_text (
    audit_id    INTEGER PRIMARY KEY REFERENCES audit (id),
    salt        TEXT NOT NULL,
    text        TEXT NOT NULL
) STRICT;

-- What staff changed of what is shipped: templates, areas, rules, amounts; the newest counts.
CREATE TABLE setting_version (
    id          INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('template', 'areas', 'rule', 'amount', 'text')),
    name        TEXT NOT NULL,
    version     INTEGER NOT NULL,
    body        TEXT NOT NULL,
    by_staff    INTEGER REFERENCES staff (id),
    at          TEXT NOT NULL,
    UNIQUE (kind, name, version)
) STRICT;

-- Small facts about the service itself, for /halsa and the operator.
CREATE TABLE health_note (
    name        TEXT PRIMARY KEY,
    value       TEXT NOT NULL,
    at          TEXT NOT NULL
) STRICT, WITHOUT ROWID;
