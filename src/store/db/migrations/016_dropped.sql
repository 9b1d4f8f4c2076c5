-- SPDX-License-Identifier: EUPL-1.2
--
-- What becomes of a letter's link when the letter is dropped. Conventions as in 001.

-- A link stands in clear only in a letter that may still be sent (invariant 9): the bytes of one
-- that is dropped go, and one that no server has seen had a link that nobody was given.
CREATE TRIGGER letter_dropped AFTER UPDATE OF state ON letter
WHEN NEW.state = 'dropped' AND OLD.state <> 'dropped'
BEGIN
    DELETE FROM letter_body WHERE letter_id = NEW.id;
    UPDATE letter SET token = NULL WHERE id = NEW.id AND token IS NOT NULL;
    UPDATE token SET ended_at = NEW.ended_at WHERE letter_id = NEW.id AND ended_at IS NULL
        AND NEW.attempts = 0;
END;

-- What was dropped before this.
DELETE FROM letter_body WHERE letter_id IN (SELECT id FROM letter WHERE state = 'dropped');
UPDATE token SET ended_at = (SELECT ended_at FROM letter WHERE letter.id = letter_id)
WHERE ended_at IS NULL AND letter_id IN
    (SELECT id FROM letter WHERE state = 'dropped' AND attempts = 0);
UPDATE letter SET token = NULL WHERE state = 'dropped' AND token IS NOT NULL;
