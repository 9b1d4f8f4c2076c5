-- SPDX-License-Identifier: EUPL-1.2
--
-- The pool takes care of itself: the yearly question whether all is right, who rests because nobody
-- answered it, and meetings of the whole pool. Conventions as in 001.

-- The question to one who is in the pool: still right, still willing? Days, local.
ALTER TABLE person ADD COLUMN renewal_asked_on TEXT;    -- NULL: no question waits for an answer
ALTER TABLE person ADD COLUMN renewal_reminded_on TEXT;
ALTER TABLE person ADD COLUMN rests_since TEXT;         -- no answer came: searched for no more

-- A meeting of the pool (an occasion without a request) whose letters are not all queued yet.
ALTER TABLE occasion ADD COLUMN telling INTEGER NOT NULL DEFAULT 0;
CREATE INDEX occasion_telling ON occasion (id) WHERE telling = 1;

-- Who was invited to a meeting, and what that one answered.
CREATE TABLE guest (
    occasion_id  INTEGER NOT NULL REFERENCES occasion (id),
    person_id    INTEGER NOT NULL REFERENCES person (id),
    told         INTEGER NOT NULL DEFAULT 0,       -- the sequence of the occasion last told
    invited_at   TEXT NOT NULL,
    answer       TEXT NOT NULL DEFAULT '' CHECK (answer IN ('', 'yes', 'no')),
    answered_at  TEXT,
    how          TEXT NOT NULL DEFAULT '',         -- 'page', 'phone', 'letter', 'staff'
    reminded_at  TEXT,
    PRIMARY KEY (occasion_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX guest_person ON guest (person_id);

-- The PDF of a letter by post holds its link in clear, and lives only until the letter is printed
-- or dropped (invariant 9).
CREATE TRIGGER letter_unprinted AFTER UPDATE OF state ON letter
WHEN OLD.state = 'to_print' AND NEW.state <> 'to_print'
BEGIN
    DELETE FROM document WHERE kind = 'letter' AND subject = CAST(NEW.id AS TEXT);
END;
