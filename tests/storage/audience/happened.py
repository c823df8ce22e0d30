"""Events of people as ``flows.audience.matching`` reads them, from the rows in which they are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, literal, literal_column, select

from flows.audience.audience_facts import HAPPENINGS, TOTAL, ValueKind
from flows.audience.calendar_periods import Between, Period, Stretch, resolve_period
from flows.audience.criteria import Counted, Summed, Within
from flows.name_folding import fold_name
from storage.audience.criteria_setting import Setting
from storage.audience.event_rows import KEPT, EventRows
from storage.sql.bulk_statements import split_portions
from storage.sql.transaction import Transaction
from tests.flows.audience.matching import Happened

_DAY = timedelta(days=1)
_NOTHING: ColumnElement[Any] = literal_column("NULL")


async def happened(
    tx: Transaction, people: Sequence[UUID], asked: Collection[Counted | Summed], setting: Setting
) -> Mapping[UUID, tuple[Happened, ...]]:
    """What each of these people did of the events that are counted or summed, as far back as is counted."""
    found: dict[UUID, list[Happened]] = defaultdict(list)
    for event in sorted({one.event for one in asked}):
        since = _since([one for one in asked if one.event == event], setting.now)
        for who, one in await _of_kind(tx, people, event, since, setting):
            found[who].append(one)
    return {who: tuple(theirs) for who, theirs in found.items()}


def _since(asked: Sequence[Counted | Summed], now: datetime) -> datetime | None:
    """When the earliest of the periods begins; None where one is without an end."""
    begun = [_begun(one.within, now) for one in asked if one.within is not None]
    return min(begun) if len(begun) == len(asked) else None


def _begun(within: Within, now: datetime) -> datetime:
    """When a time begins, of a period of the calendar a day or more before it does in any zone."""
    match within:
        case Period():
            return resolve_period(within, (now - _DAY).date(), UTC).since - _DAY
        case Stretch():
            return within.resolve_at(now).since
        case Between():
            return within.since
    return now - within


async def _of_kind(
    tx: Transaction, people: Sequence[UUID], event: str, since: datetime | None, setting: Setting
) -> list[tuple[UUID, Happened]]:
    kept = KEPT[event](setting)
    amount, currency = kept.money or (_NOTHING, _NOTHING)
    key = _NOTHING if kept.event is None else kept.event
    named = [one.label(name) for name, one in kept.fields.items()]
    columns = (kept.person.label("person"), kept.at.label("moment"), amount.label("amount"), currency.label("currency"))
    query = select(*columns, key.label("key"), *named).select_from(kept.source)
    query = query.where(*kept.where, kept.person.in_(people))
    rows = await tx.rows(query if since is None else query.where(kept.at >= literal(since, kept.at.type)))
    lines = await _lines(tx, kept, [row.key for row in rows], event) if kept.lines is not None else {}
    return [
        (row.person, Happened(event, row.moment, _fields(row, kept, event, setting), lines.get(row.key, ())))
        for row in rows
    ]


def _fields(row: Any, kept: EventRows, event: str, setting: Setting) -> dict[str, object]:
    """An event's own fields, an amount in another currency left out."""
    found = _known(row, kept.fields, event)
    if row.amount is not None and row.currency is not None and row.currency == setting.currency:
        found[TOTAL] = row.amount
    return found


def _known(row: Any, names: Iterable[str], event: str) -> dict[str, object]:
    """The words of a row that are told, as they are compared."""
    told = {name: getattr(row, name) for name in names if getattr(row, name)}
    kinds = HAPPENINGS[event].fields
    return {name: fold_name(word) if kinds[name] is ValueKind.WORD else word for name, word in told.items()}


async def _lines(
    tx: Transaction, kept: EventRows, events: Sequence[UUID], event: str
) -> dict[UUID, tuple[Mapping[str, object], ...]]:
    found: dict[UUID, list[Mapping[str, object]]] = defaultdict(list)
    assert kept.lines is not None, "only where there are lines"
    names = [name for name in HAPPENINGS[event].fields if name in kept.lines.c]
    query = select(kept.lines.c[kept.whose].label("event"), *(kept.lines.c[name] for name in names))
    for some in split_portions(events):
        theirs = query.where(tx.owns(kept.lines), kept.lines.c[kept.whose].in_(some))
        for row in await tx.rows(theirs):
            found[row.event].append(_known(row, names, event))
    return {one: tuple(lines) for one, lines in found.items()}
