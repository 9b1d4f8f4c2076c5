-- SPDX-License-Identifier: EUPL-1.2
--
-- What staff look for a request by, as they begin to write it: its subject, its unit. Conventions
-- as in 001.
CREATE INDEX request_subject ON request (subject COLLATE NOCASE);
CREATE INDEX fact_unit ON fact (value COLLATE NOCASE) WHERE key = 'unit';
