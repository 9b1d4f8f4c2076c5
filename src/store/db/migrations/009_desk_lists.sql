-- SPDX-License-Identifier: EUPL-1.2
--
-- The desk's lists: each is paged by a key that an index gives in order. Conventions as in 001.

-- People of the pool by name, with all that a search looks at, so that it never reads a story.
CREATE INDEX person_by_name ON person (name, email, phone, municipality, consent_date, objects,
    deceased) WHERE import_id IS NULL AND erased_at IS NULL AND via IS NULL AND left_at IS NULL;

-- What the calendar shows: occasions by their day, and the days until which answers are awaited.
CREATE INDEX occasion_starts ON occasion (starts);
CREATE INDEX invitation_deadline ON invitation (deadline)
    WHERE state = 'queued' OR state = 'sent' OR state = 'unknown';
