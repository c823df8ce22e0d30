"""What must hold of a campaign after any run, proven from the evidence alone: each person got what the record says.

As in the checker, nothing of the service is imported here; the database is read by plain SQL.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import asyncpg

from tests.chaos.evidence import Attempt, Evidence

SOON = 1.0  # seconds after which a pause, other words and a purchase are seen by everybody
SPARED = {"holdout", "campaign.left"}
"""The codes by which somebody is spared who wrote no STOP."""
_WITNESS = """
CREATE TABLE witness.bought (contact uuid, at timestamptz DEFAULT clock_timestamp());
CREATE FUNCTION witness.buy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO witness.bought (contact) VALUES (NEW.contact); RETURN NULL; END $$;
CREATE TRIGGER witness AFTER INSERT OR UPDATE OF orders ON customer_totals FOR EACH ROW
    WHEN (NEW.orders > 0) EXECUTE FUNCTION witness.buy();
"""
_MAILED = """
SELECT m.id::text, a.value AS phone, m.status, m.code, m.variant, coalesce(d.held_out, false) AS held_out
FROM messages m JOIN addresses a ON a.business = m.business AND a.id = m.address
LEFT JOIN draws d ON d.business = m.business AND d.contact = m.contact AND d.experiment = m.experiment
WHERE m.campaign IS NOT NULL
"""
_BOUGHT = """
SELECT a.value AS phone, min(extract(epoch FROM b.at))::float8 AS at FROM witness.bought b
JOIN addresses a ON a.contact = b.contact AND a.channel = 'sms' GROUP BY a.value
"""
_SAYS = re.compile(r"Offer (\d+)([AB]) for (N\d+)\b")


@dataclass(frozen=True, slots=True)
class Mailed:
    """One message of the campaign as the database holds it at the end."""

    id: str
    phone: str
    status: str
    code: str | None
    variant: int
    held_out: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What the database and the owner say: whom it was for, and when they bought by the ledger's totals; from when to
    when it was ``paused``, and from when on each wording was in force (both by the wall's time); everybody's name."""

    mailed: Sequence[Mailed]
    bought: Mapping[str, float]
    paused: Sequence[tuple[float, float]]
    worded: Sequence[float]
    names: Mapping[str, str]


async def install(database: str) -> None:
    """Have purchases witnessed, beside what the evidence has installed."""
    connection = await asyncpg.connect(database)
    await connection.execute(_WITNESS)
    await connection.close()


async def recorded(
    database: str, paused: Sequence[tuple[float, float]], worded: Sequence[float], names: Mapping[str, str]
) -> Record:
    """The database's record, with the owner's."""
    connection = await asyncpg.connect(database)
    mailed = [Mailed(**row) for row in await connection.fetch(_MAILED)]
    bought = {row["phone"]: row["at"] for row in await connection.fetch(_BOUGHT)}
    await connection.close()
    return Record(mailed, bought, paused, worded, names)


def broken(record: Record, evidence: Evidence) -> list[str]:
    """Everything that is otherwise than the record says."""
    return [
        *_people(record, evidence),
        *_outcomes(record, evidence),
        *_held_out(record, evidence),
        *_times(record, evidence),
        *_words(record, evidence),
    ]


def _people(record: Record, evidence: Evidence) -> Iterator[str]:
    """Everybody has one message of it, and nobody two; but whoever bought or stopped may have none, for they may have
    done so before the queue was filled up to them."""
    many = Counter(one.phone for one in record.mailed)
    spared = set(record.bought) | {one.phone for one in evidence.stopped}
    for phone in record.names:
        if many[phone] > 1 or (not many[phone] and phone not in spared):
            yield f"{phone} has {many[phone]} messages"
    yield from (f"{phone} is nobody's" for phone in many.keys() - record.names.keys())


def _outcomes(record: Record, evidence: Evidence) -> Iterator[str]:
    """Whoever it was sent to has it once, all others not at all, each for a reason that is true of them."""
    taken = Counter(one.message for one in evidence.taken)
    stopped = {one.phone for one in evidence.stopped}
    reasons = {"holdout": {one.phone for one in record.mailed if one.held_out}, "campaign.left": set(record.bought)}
    for one in record.mailed:
        has = taken[one.id]
        if one.status in {"sent", "delivered"} and has != 1:
            yield f"{one.phone} was sent it, and the provider took it {has} times"
        elif one.status in {"refused", "void", "expired"} and has:
            yield f"{one.phone} was {one.status}, and the provider took it {has} times"
        elif one.status in {"failed", "unknown"} and has > 1:
            yield f"the provider took it {has} times for {one.phone}"
        elif one.status in {"refused", "void", "expired"} and one.phone not in reasons.get(one.code or "", stopped):
            yield f"{one.phone} was {one.status} by {one.code}, which is not so"


def _held_out(record: Record, evidence: Evidence) -> Iterator[str]:
    """Nothing was so much as tried for those who are left alone, and they are some."""
    alone = {one.id for one in record.mailed if one.held_out}
    yield from (f"{one.phone} is left alone, and got {one.text!r}" for one in evidence.attempts if one.message in alone)
    if len(record.mailed) >= 1000 and not alone:
        yield "nobody is left alone"


def _times(record: Record, evidence: Evidence) -> Iterator[str]:
    """Nothing was let go from a second after a pause until its resume, nor to whoever had bought a second before."""
    phones = {one.id: one.phone for one in record.mailed}
    for change in evidence.changes:
        if change.new != "sending" or change.message not in phones:
            continue
        for begins, ends in record.paused:
            if begins + SOON < change.at < ends:
                yield f"{change.message} left {change.at - begins:.2f} s into a pause of {ends - begins:.2f} s"
        at = record.bought.get(phones[change.message], change.at)
        if change.at > at + SOON:
            yield f"{phones[change.message]} bought, and was written to {change.at - at:.2f} s later"


def _words(record: Record, evidence: Evidence) -> Iterator[str]:
    """Each text is the one that was in force as it left, give a second, of the person's own variant and name."""
    mailed = {one.id: one for one in record.mailed}
    marks = _marks(evidence)
    for one in evidence.attempts:
        if one.message not in mailed:
            continue
        said = _SAYS.search(one.text)
        if said is None or said[3] != record.names[one.phone] or "AB".index(said[2]) != mailed[one.message].variant:
            yield f"{one.phone} was written {one.text!r}"
            continue
        number, marked = int(said[1]), _marked(marks, one)
        until = record.worded[number + 1] if number + 1 < len(record.worded) else marked
        if marked > until + SOON or marked < record.worded[number] - SOON:
            yield f"{one.phone} was written the words {number}, {marked - record.worded[number]:+.2f} s from their time"


def _marks(evidence: Evidence) -> Mapping[str, Sequence[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for change in evidence.changes:
        if change.new == "sending":
            found[change.message].append(change.at)
    return found


def _marked(marks: Mapping[str, Sequence[float]], attempt: Attempt) -> float:
    """When it was let go, before it was handed over."""
    return max((at for at in marks[attempt.message] if at <= attempt.real), default=attempt.real)


def latest_in_a_pause(record: Record, evidence: Evidence) -> float:
    """The seconds after the commit of a pause at which something was let go last; 0 for nothing."""
    mailed = {one.id for one in record.mailed}
    marks = [one.at for one in evidence.changes if one.new == "sending" and one.message in mailed]
    return max((at - begins for begins, ends in record.paused for at in marks if begins < at < ends), default=0.0)
