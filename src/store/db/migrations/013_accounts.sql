-- SPDX-License-Identifier: EUPL-1.2
--
-- Accounts kept at the desk: first passwords, and calendars that are subscribed to.

-- A password that somebody else has seen opens the desk until then, and only to choose one's own.
-- NULL: the password is its owner's own.
ALTER TABLE staff ADD COLUMN first_until TEXT;

-- The address of a member of staff's calendar. It opens the calendar and nothing else.
CREATE TABLE staff_calendar (
    staff_id    INTEGER PRIMARY KEY REFERENCES staff (id),
    token_hash  TEXT NOT NULL UNIQUE,              -- SHA-256 of what the address holds
    made_at     TEXT NOT NULL
) STRICT;
