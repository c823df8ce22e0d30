"""All stored data of one person, as plain values, to answer an access request."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Select, Table, select, true

from flows.channels import LINES
from flows.events import DataRequested, Event, MessageReceived
from flows.events.event import Naming
from flows.money import Money
from storage.events.event_inbox import Stored, read_stored
from storage.schema import addresses, audit, consent_proofs, consents, contacts, events, orders, refunds
from storage.unit import Unit

ANSWERED = "known"  # the audit's action for an answered access request
_ASKED = DataRequested.TYPE
_WRITTEN = MessageReceived.TYPE  # messages have it
Known = Mapping[str, Sequence[Mapping[str, Any]]]  # rows by column, by noun; empty values are left out

# Payments and refunds; the provider's ids and the payment link are of no use to others.
_MONEY = ("amount", "currency", "provider", "state", "created_at", "paid_at", "changed_at", "at")
# Internal values: of no use to others, and secret if they open something.
_OURS = frozenset({
    "business", "lane", "arrival", "lease_until", "attempts", "token", "code", "key", "judged_by", "provider_id",
    "attempted_at", "heard_at", "asked", "price", "price_currency", "due_at", "left_at", "automatic_from",
    "automatic_count", "nudges", "nudged_at", "away_told_at", "taken_by", "ended_by",
})  # fmt: skip
# Columns to find and compare rows by: derived from the words next to them.
_DERIVED = frozenset(
    {
        ("addresses", "sought"), ("customer_tags", "tag"), ("loyalty", "programme"),
        ("carts", "mail"), ("orders", "mail"), ("orders", "by_mail"),
    }
)  # fmt: skip
_MICROS = frozenset({"total", "refunded", "returned", "spend", "amount", "fee", "credit"})  # columns of money
_LISTS = frozenset({"items", "codes", "carts", "buttons", "media", "variables", "partners"})  # columns of JSON
_NEVER = datetime.max.replace(tzinfo=UTC)  # of rows without a moment


async def load_known(unit: Unit, contact: UUID) -> Known:
    """Return the stored data of a person and of all people merged into that person, without the staff's words about
    them.
    """
    people = await unit.people.list_merged(contact)
    found: dict[str, Sequence[Mapping[str, Any]]] = {
        "person": await _load_rows(unit, contacts, contacts.c.id.in_(people))
    }
    for one in unit.holdings.personal:
        if one.told:
            here = one.table.c.contact.in_(people)
            found[one.table.name] = await _load_rows(unit, one.table, here & _is_theirs(one.table))
        found |= await one.known(unit, people) if one.known is not None else {}
    bought = select(orders.c.id).where(unit.owns(orders), orders.c.contact.in_(people), _is_theirs(orders))
    found[refunds.name] = await list_amounts(unit, refunds, bought)
    lines = select(consents.c.id).where(unit.owns(consents), consents.c.contact.in_(people))
    found["consent_proofs"] = await _load_rows(unit, consent_proofs, consent_proofs.c.id.in_(lines))
    found["told"] = await _list_news(unit, people)
    return {noun: rows for noun, rows in found.items() if rows}


def _is_theirs(table: Table) -> ColumnElement[bool]:
    """Return the condition that more than an e-mail address identifies the row's owner."""
    return table.c.by_mail.is_(False) if "by_mail" in table.c else true()


async def _list_news(unit: Unit, people: Sequence[UUID]) -> list[Mapping[str, Any]]:
    """Return the events about people.

    If a phone or chat reaches them, events known by e-mail address alone are left out.
    """
    here = events.c.contact.in_(people) & (events.c.type != _WRITTEN)
    lines = select(addresses.c.id).where(unit.owns(addresses), addresses.c.contact.in_(people))
    if await unit.row(lines.where(addresses.c.channel.in_(LINES)).limit(1)) is None:
        return await _load_rows(unit, events, here)
    theirs = (unit.owns(orders), orders.c.contact.in_(people), orders.c.by_mail)
    by_mail = {(row.source, row.ref) for row in await unit.rows(select(orders.c.source, orders.c.ref).where(*theirs))}
    rows = await unit.rows(select(events).where(unit.owns(events), here))
    guessed = [row.arrival for row in rows if _is_guessed(read_stored(row, unit.events), by_mail)]
    return await _load_rows(unit, events, here & events.c.arrival.not_in(guessed))


def _is_guessed(news: Stored, by_mail: Collection[tuple[str, str]]) -> bool:
    event: Event | None = news.event
    if event is None or event.NAMING is not Naming.TOLD:
        return False
    named = event.people()
    return (named is not None and named.is_by_mail_alone) or any(
        (news.source, one.ref) in by_mail for one in event.list_owned()
    )


async def list_amounts(unit: Unit, table: Table, of: Select[tuple[UUID]]) -> list[Mapping[str, Any]]:
    """Return the money in a table of the orders ``of``, one by one."""
    columns = [table.c[name] for name in _MONEY if name in table.c]
    rows = await unit.rows(select(*columns).where(unit.owns(table), table.c.order.in_(of)))
    ordered = sorted(rows, key=_make_sort_key)
    return [_show_row(row) | {"amount": str(Money(row.amount, row.currency or ""))} for row in ordered]


async def list_unanswered(unit: Unit, since: datetime, until: datetime) -> list[Stored]:
    """Return the access requests between these moments that the staff has not seen since; oldest first."""
    asked = (unit.owns(events), events.c.type == _ASKED, events.c.contact.is_not(None))
    when = (events.c.received_at >= since, events.c.received_at <= until)
    rows = await unit.rows(select(events).where(*asked, *when).order_by(events.c.received_at))
    found = []
    for row in rows:
        shown = (unit.owns(audit), audit.c.action == ANSWERED, audit.c.at >= row.received_at)
        people = [str(one) for one in await unit.people.list_merged(row.contact)]
        if await unit.row(select(audit.c.id).where(*shown, audit.c.about.in_(people)).limit(1)) is None:
            found.append(read_stored(row, unit.events))
    return found


async def _load_rows(unit: Unit, table: Table, here: ColumnElement[bool]) -> list[Mapping[str, Any]]:
    rows = await unit.rows(select(*list_shown_columns(table)).where(unit.owns(table), here))
    return [_show_row(row) for row in sorted(rows, key=_make_sort_key)]


def list_shown_columns(table: Table) -> list[Column[Any]]:
    """Return the columns of a table that an access request shows."""
    return [one for one in table.columns if one.name not in _OURS and (table.name, one.name) not in _DERIVED]


def _make_sort_key(row: Any) -> tuple[datetime, str]:
    """Return the sort key of a row: by its moment; at the same moment a text before its answer, and the rest
    alphabetically."""
    moments = [value for value in row if isinstance(value, datetime)]
    return min(moments, default=_NEVER), repr(list(_show_row(row).values()))


def _show_row(row: Any) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in row._mapping.items() if _says(value)}


def _value(name: str, value: object) -> Any:
    """Return a value in the form for the person: money in whole units ("39.00"), lists as lists."""
    if name in _MICROS and isinstance(value, int):
        return str(Money(value, ""))
    if name in _LISTS and isinstance(value, str):
        return _unpack(value)
    return _simplify(value)


def _unpack(packed: str) -> Any:
    """Parse a JSON column, with its amounts in whole units."""
    try:
        return json.loads(packed, object_hook=_amount)
    except ValueError:
        return packed


def _amount(found: dict[str, Any]) -> Any:
    return Money(**found).with_code if found.keys() == {"micros", "currency"} else found


def _says(value: object) -> bool:
    """Return False for ids, which are internal and meaningless outside."""
    return value is not None and value not in ("", "[]", "{}") and not isinstance(value, UUID)


def _simplify(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
