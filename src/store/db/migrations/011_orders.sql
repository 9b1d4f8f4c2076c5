-- SPDX-License-Identifier: EUPL-1.2
--
-- The orders in which the desk lists requests, beside that of their coming: by the first day that
-- is wished for, and by the unit. Conventions as in 001.

-- What is known by the highest word; '~', which sorts last, where nothing is.
ALTER TABLE request ADD COLUMN first_day TEXT NOT NULL DEFAULT '~';
ALTER TABLE request ADD COLUMN unit_name TEXT NOT NULL DEFAULT '~' COLLATE NOCASE;

-- Of occasions, "START/END START/END", the earliest start; of a unit its name.
CREATE VIEW request_order AS
SELECT id AS request_id,
    coalesce((SELECT min(substr(piece.value, 1, 10)) FROM json_each('["' || replace(
     (SELECT value FROM fact WHERE fact.request_id = request.id AND key = 'occasions'
      AND value NOT GLOB '*["\]*' ORDER BY origin DESC LIMIT 1), ' ', '","') || '"]') AS piece
     WHERE piece.value <> ''), '~') AS first_day,
    coalesce(nullif((SELECT value FROM fact WHERE fact.request_id = request.id AND key = 'unit'
     ORDER BY origin DESC LIMIT 1), ''), '~') AS unit_name
FROM request;

CREATE TRIGGER fact_orders AFTER INSERT ON fact WHEN NEW.key = 'unit' OR NEW.key = 'occasions'
BEGIN
    UPDATE request SET (first_day, unit_name) = (SELECT first_day, unit_name FROM request_order
        WHERE request_id = NEW.request_id) WHERE id = NEW.request_id;
END;
CREATE TRIGGER fact_orders_anew AFTER UPDATE OF value ON fact
WHEN NEW.key = 'unit' OR NEW.key = 'occasions'
BEGIN
    UPDATE request SET (first_day, unit_name) = (SELECT first_day, unit_name FROM request_order
        WHERE request_id = NEW.request_id) WHERE id = NEW.request_id;
END;
CREATE TRIGGER fact_orders_no_more AFTER DELETE ON fact
WHEN OLD.key = 'unit' OR OLD.key = 'occasions'
BEGIN
    UPDATE request SET (first_day, unit_name) = (SELECT first_day, unit_name FROM request_order
        WHERE request_id = OLD.request_id) WHERE id = OLD.request_id;
END;

UPDATE request SET (first_day, unit_name) = (SELECT first_day, unit_name FROM request_order
    WHERE request_id = request.id);
CREATE INDEX request_by_day ON request (first_day, id);
CREATE INDEX request_by_day_of ON request (state, first_day, id);
CREATE INDEX request_by_unit ON request (unit_name, id);
CREATE INDEX request_by_unit_of ON request (state, unit_name, id);
