"""What is left of a run: what the provider saw, what people were answered, and the database with its history.

Nothing of the service is imported here, nor in the checker: a mistake in it must not hide itself. The database is read
by plain SQL. Triggers, put in before the run, keep every change of a message's status and the moment at which the
ledger learned of an opt-out, by the server's clock and in the order of its transactions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

import asyncpg

_WITNESSES = """
CREATE SCHEMA witness;
CREATE TABLE witness.changes (
    n bigserial PRIMARY KEY, message uuid, old text, new text, at timestamptz DEFAULT clock_timestamp());
CREATE INDEX ON witness.changes (at);
CREATE TABLE witness.stops (contact uuid, at timestamptz DEFAULT clock_timestamp());
CREATE FUNCTION witness.change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO witness.changes (message, old, new) VALUES (NEW.id, OLD.status, NEW.status); RETURN NULL; END $$;
CREATE FUNCTION witness.stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO witness.stops (contact) VALUES (NEW.contact); RETURN NULL; END $$;
CREATE TRIGGER witness AFTER UPDATE OF status ON messages FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION witness.change();
CREATE TRIGGER witness AFTER INSERT ON consents FOR EACH ROW
    WHEN (NEW.action = 'revoked') EXECUTE FUNCTION witness.stop();
"""
_MESSAGES = """
SELECT m.id::text, a.value AS phone, m.purpose, m.status, m.code,
    rank() OVER (ORDER BY m.due_at, m.id) AS turn, o.id IS NOT NULL AS queued, o.parked_at IS NOT NULL AS parked,
    EXISTS (SELECT 1 FROM verdicts v WHERE v.message = m.id AND v.outcome = 'wait') AS waited
FROM messages m JOIN addresses a ON a.business = m.business AND a.id = m.address
LEFT JOIN outbox o ON o.business = m.business AND o.id = m.id
WHERE m.direction = 'out'
"""
_CHANGES = "SELECT message::text, old, new, extract(epoch FROM at)::float8 AS at FROM witness.changes ORDER BY n"
_STOPS = """
SELECT a.value AS phone, min(extract(epoch FROM s.at))::float8 AS at FROM witness.stops s
JOIN addresses a ON a.contact = s.contact GROUP BY a.value
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A send as it reached the provider. ``real`` is the wall's time, ``at`` the same with what was pushed, in s."""

    real: float
    at: float
    message: str
    phone: str
    text: str
    sender: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A send that the provider carried out, whatever it answered; ``real`` as above."""

    real: float
    message: str
    sid: str
    text: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """A person's STOP, ``written`` and answered with 200 at ``real``."""

    phone: str
    written: float
    real: float


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt was answered with 200."""

    sid: str
    status: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message as the database holds it at the end. ``turn`` is its place among all by due time and id."""

    id: str
    phone: str
    purpose: str
    status: str
    code: str | None
    turn: int
    queued: bool
    parked: bool
    waited: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A message's status changed; ``at`` is the wall's time."""

    message: str
    old: str
    new: str
    at: float


Fact = Attempt | Taken | Stopped | Receipt
_FACTS = {kind.__name__: kind for kind in (Attempt, Taken, Stopped, Receipt)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of it. ``ledger`` says when the ledger learned that somebody opted out, by phone."""

    attempts: Sequence[Attempt] = ()
    taken: Sequence[Taken] = ()
    stopped: Sequence[Stopped] = ()
    receipts: Sequence[Receipt] = ()
    messages: Sequence[Message] = ()
    changes: Sequence[Change] = ()
    ledger: dict[str, float] = field(default_factory=dict)


def write(log: TextIO, fact: Fact) -> None:
    """Put a fact into the stand-in's log, a line of JSON."""
    log.write(json.dumps({"fact": type(fact).__name__, **asdict(fact)}) + "\n")


def read_log(file: Path) -> list[Fact]:
    """Every fact of a log."""
    rows = (json.loads(line) for line in file.read_text().splitlines())
    return [_FACTS[row.pop("fact")](**row) for row in rows]


async def install(database: str) -> None:
    """Put the witnesses into a migrated PostgreSQL database."""
    connection = await asyncpg.connect(database)
    await connection.execute(_WITNESSES)
    await connection.close()


async def gather(database: str, facts: Iterable[Fact]) -> Evidence:
    """The log and the database together."""
    connection = await asyncpg.connect(database)
    messages = [Message(**row) for row in await connection.fetch(_MESSAGES)]
    changes = [Change(**row) for row in await connection.fetch(_CHANGES)]
    ledger = {row["phone"]: row["at"] for row in await connection.fetch(_STOPS)}
    await connection.close()
    told = list(facts)
    return Evidence(
        [one for one in told if isinstance(one, Attempt)],
        [one for one in told if isinstance(one, Taken)],
        [one for one in told if isinstance(one, Stopped)],
        [one for one in told if isinstance(one, Receipt)],
        messages,
        changes,
        ledger,
    )
