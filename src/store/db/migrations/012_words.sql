-- SPDX-License-Identifier: EUPL-1.2
--
-- The words that requests are found by at the desk. Conventions as in 001.

-- Which words the unit of a request wrote, folded. They stand in runs of 256 requests: what comes
-- in on a day is written into a few pages side by side, however many words the book has; and a
-- search looks into one run after the other, from the newest, until its page is full.
CREATE TABLE word (
    run         INTEGER NOT NULL,                  -- request_id / 256
    word        TEXT NOT NULL,
    request_id  INTEGER NOT NULL,                  -- no reference: looked up with each word, it
                                                   -- would cost as much as the word itself
    origins     INTEGER NOT NULL CHECK (origins BETWEEN 1 AND 3), -- 1 its mails, 2 what is known
    PRIMARY KEY (run, word, request_id)
) STRICT, WITHOUT ROWID;

-- Requests of before there were words: theirs are put down in the background.
CREATE TABLE wordless (
    request_id  INTEGER PRIMARY KEY REFERENCES request (id)
) STRICT;
INSERT INTO wordless (request_id) SELECT id FROM request;
-- What a request was found by until now.
DROP INDEX request_subject;
DROP INDEX fact_unit;
