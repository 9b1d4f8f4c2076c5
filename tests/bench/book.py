# SPDX-License-Identifier: EUPL-1.2
"""A case book grown large: its own rows again and again, as new ones.

Ids go up by a fixed step for each copy, and what is unique or a hash becomes another hash, so that
the indexes are as scattered as those of a book that grew by itself. The hash chain of the trail is
not kept: a book like this is for measuring.
"""

import hashlib
import sqlite3

IDS = {"id", "request_id", "inbox_id", "letter_id", "audit_id", "duplicate_of", "person_id"}
HASHES = {"sha256", "mail_sha256", "inbox_sha256", "token_hash", "hash", "text_hash", "uid"}
REQUEST_TABLES = ("inbox_chunk", "inbox", "request", "fact", "proposal", "occasion", "letter",
                  "letter_body", "token", "timer", "task", "audit", "audit_text", "word")
PERSON_TABLES = ("person", "person_area", "consent")


def _other(text, copy):
    if not isinstance(text, str) or not text:
        return text
    return hashlib.sha256(("%s %d" % (text, copy)).encode()).hexdigest()


def _expression(table, column):
    if column == "uid" and table != "occasion":
        return column
    if column in IDS:
        return "%s + :step" % column
    if column in HASHES:
        return "other(%s, :copy)" % column
    if column == "run":
        return "(request_id + :step) / 256"
    if column == "serial":
        return "serial + :step"
    if column == "number":
        return "'LB-' || year || '-' || printf('%04d', serial + :step)"
    if column == "message_id":
        return "substr(other(message_id, :copy), 1, 26) || '@example.org'"
    if (table, column) in (("inbox", "name"), ("person", "email")):
        return ":copy || '.' || %s" % column
    return column


def _grow(path, tables, main, wanted):
    db = sqlite3.connect(path, timeout=30, isolation_level=None)
    db.create_function("other", 2, _other, deterministic=True)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -200000")
    size, = db.execute("SELECT count(*) FROM %s" % main).fetchone()
    step = max(db.execute("SELECT coalesce(max(id), 0) FROM %s" % t).fetchone()[0]
               for t in tables if "id" in _columns(db, t))
    texts = [_text(db, table) for table in tables]
    for copy in range(1, -(-wanted // size)):
        db.execute("BEGIN")
        for text in texts:
            db.execute(text, {"copy": copy, "step": copy * step, "last": step})
        db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    count, = db.execute("SELECT count(*) FROM %s" % main).fetchone()
    db.close()
    assert count >= wanted, (count, wanted)


def _columns(db, table):
    return [c[1] for c in db.execute("PRAGMA table_info(%s)" % table)]


def _text(db, table):
    columns = _columns(db, table)
    key = next((c for c in ("id", "request_id", "letter_id", "audit_id", "person_id")
                if c in columns), None)
    where = ("%s <= :last" % key if key
             else "inbox_sha256 IN (SELECT sha256 FROM inbox WHERE id <= :last)")
    return "INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s" % (
        table, ", ".join(columns), ", ".join(_expression(table, c) for c in columns), table, where)


def grow_requests(path, wanted):
    """Until there are at least so many requests, with mails, facts, letters, timers and trail."""
    _grow(path, REQUEST_TABLES, "request", wanted)


def grow_letters(path, wanted):
    """Until there are at least so many letters, all of them sent: the bytes of most are weeded."""
    db = sqlite3.connect(path, timeout=30, isolation_level=None)
    db.create_function("other", 2, _other, deterministic=True)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -1000000")
    columns = [c for c in _columns(db, "letter") if c != "id"]
    values = {"message_id": "substr(other(message_id, -:copy), 1, 26) || '@example.org'",
              "cause": "cause || ':' || :copy", "token_hash": "''"}
    db.execute("UPDATE letter SET state = 'sent', token = NULL, noticed = 1, begun_at = queued_at,"
               " ended_at = queued_at")
    last, size = db.execute("SELECT max(id), count(*) FROM letter").fetchone()
    for copy in range(1, -(-wanted // size)):
        db.execute("INSERT INTO letter (%s) SELECT %s FROM letter WHERE id <= :last" % (
            ", ".join(columns), ", ".join(values.get(c, c) for c in columns)),
            {"copy": copy, "last": last})
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def grow_people(path, wanted):
    """Until there are at least so many people in the pool."""
    _grow(path, PERSON_TABLES, "person", wanted)
