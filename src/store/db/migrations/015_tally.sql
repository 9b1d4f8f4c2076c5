-- SPDX-License-Identifier: EUPL-1.2
--
-- How many letters there are of each state, kept as they change. Conventions as in 001.
--
-- A library that has served for years has a million letters, nearly all of them sent: /metrics
-- would have to go through them all each time it is asked. This is one page, and whoever writes a
-- letter writes it too.
CREATE TABLE letter_tally (
    state   TEXT PRIMARY KEY,
    count   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO letter_tally (state, count) SELECT state, count(*) FROM letter GROUP BY state;

CREATE TRIGGER letter_counted AFTER INSERT ON letter
BEGIN
    INSERT INTO letter_tally (state, count) VALUES (new.state, 1)
    ON CONFLICT (state) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER letter_recounted AFTER UPDATE OF state ON letter WHEN new.state <> old.state
BEGIN
    UPDATE letter_tally SET count = count - 1 WHERE state = old.state;
    INSERT INTO letter_tally (state, count) VALUES (new.state, 1)
    ON CONFLICT (state) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER letter_uncounted AFTER DELETE ON letter
BEGIN
    UPDATE letter_tally SET count = count - 1 WHERE state = old.state;
END;
