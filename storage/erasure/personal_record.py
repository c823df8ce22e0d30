"""All stored data of one person, as plain values, to answer an access request."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Select, Table, exists, func, select, true

from flows.channels import LINES
from flows.events import Event, MessageReceived
from flows.events.event import Naming
from flows.mail_address import MAIL
from flows.money import Money
from storage.events.event_inbox import Stored, read_stored
from storage.people.people import Address
from storage.schema import (
    addresses,
    campaigns,
    clicks,
    consent_proofs,
    consents,
    contacts,
    disclosures,
    events,
    links,
    mentions,
    messages,
    orders,
    refunds,
)
from storage.unit import Unit

ANSWERED = "known"  # the audit's action for a record that was shown
_WRITTEN = MessageReceived.TYPE  # messages have it
Known = Mapping[str, Sequence[Mapping[str, Any]]]  # rows by column, by noun; empty values are left out

# Payments and refunds; the provider's ids and the payment link are of no use to others.
_MONEY = ("amount", "currency", "provider", "state", "created_at", "paid_at", "changed_at", "at")
# Internal values: of no use to others, and secret if they open something.
_OURS = frozenset({
    "business", "lane", "arrival", "lease_until", "attempts", "token", "code", "key", "judged_by", "provider_id",
    "attempted_at", "heard_at", "asked", "price", "price_currency", "due_at", "left_at", "automatic_from",
    "actor", "automatic_count", "nudges", "nudged_at", "away_told_at", "taken_by", "ended_by",
})  # fmt: skip
# Columns to find and compare rows by: derived from the words next to them.
_DERIVED = frozenset(
    {
        ("addresses", "sought"), ("customer_tags", "tag"), ("loyalty", "programme"),
        ("carts", "mail"), ("orders", "mail"), ("orders", "by_mail"),
    }
)  # fmt: skip
MONEY = frozenset({"total", "refunded", "returned", "spend", "amount", "fee", "credit"})
"""Columns of amounts of money."""
_LISTS = frozenset({"items", "codes", "carts", "buttons", "media", "variables", "partners"})  # columns of JSON
_NEVER = datetime.max.replace(tzinfo=UTC)  # of rows without a moment


async def load_known(unit: Unit, contact: UUID, *, to_person: bool = False) -> Known:
    """Return the stored data of a person and of all people merged into that person, without the staff's words about
    them.

    ``to_person``: without the messages and consents at mail addresses. Anybody can type one at a checkout, and then
    another person reads there, answers and agrees.
    """
    people = await unit.people.list_merged(contact)
    found: dict[str, Sequence[Mapping[str, Any]]] = {
        "person": await load_rows(unit, contacts, contacts.c.id.in_(people))
    }
    for one in unit.holdings.personal:
        if one.told:
            here = one.table.c.contact.in_(people) & _is_theirs(one.table)
            here &= messages.c.channel != MAIL if to_person and one.table is messages else true()
            found[one.table.name] = await load_rows(unit, one.table, here)
        found |= await one.known(unit, people) if one.known is not None else {}
    bought = select(orders.c.id).where(unit.owns(orders), orders.c.contact.in_(people), _is_theirs(orders))
    found[refunds.name] = await list_amounts(unit, refunds, bought)
    agreed = consents.c.contact.in_(people) & (addresses.c.channel != MAIL if to_person else true())
    found |= await _load_consents(unit, agreed)
    found["campaigns"] = await _list_campaigns(unit, messages.c.contact.in_(people))
    found["told"] = await _list_news(unit, people)
    return {noun: rows for noun, rows in found.items() if rows}


async def load_known_at(unit: Unit, address: UUID) -> Known:
    """Return the stored data of one address alone: what was sent to it and came from it, and its consents.

    It leaves out all that others may have recorded together with the address.
    """
    sent = select(messages.c.id).where(unit.owns(messages), messages.c.address == address)
    found: dict[str, Sequence[Mapping[str, Any]]] = {
        addresses.name: await load_rows(unit, addresses, addresses.c.id == address),
        **await _load_consents(unit, consents.c.address == address),
        "campaigns": await _list_campaigns(unit, messages.c.address == address),
        messages.name: await load_rows(unit, messages, (messages.c.address == address) & _is_theirs(messages)),
        links.name: await load_rows(unit, links, links.c.message.in_(sent)),
        clicks.name: await load_rows(unit, clicks, clicks.c.message.in_(sent)),
    }
    return {noun: rows for noun, rows in found.items() if rows}


async def owns_record(unit: Unit, address: Address) -> bool:
    """Return True if who reads an address may see the whole record of its person.

    A mail address never suffices, because anybody can type it. A line suffices if it is proven, or is the person's only
    one: of two given together, nobody knows whose the record is (docs/identity.md).
    """
    if not address.writable:
        return False
    here = (addresses.c.contact == address.contact, addresses.c.channel.in_(LINES))
    lines = await unit.rows(select(addresses).where(unit.owns(addresses), *here))
    own = [row for row in lines if row.id == address.id or row.value == address.phone]
    return len(own) == len(lines) or any(row.proven_at is not None for row in own)


async def _load_consents(unit: Unit, here: ColumnElement[bool]) -> dict[str, Sequence[Mapping[str, Any]]]:
    """Return lines of the ledger, each with its channel and the words that the person had read, and their proofs."""
    shown = (addresses.c.channel, disclosures.c.text.label("shown"), disclosures.c.template)
    joined = consents.join(addresses, _match_id(consents.c.address, addresses)).outerjoin(
        disclosures, _match_id(consents.c.shown, disclosures)
    )
    columns = [one for one in list_shown_columns(consents) if one is not consents.c.shown]
    query = select(*columns, *shown).select_from(joined).where(unit.owns(consents), here)
    rows = [_show_row(row) for row in sorted(await unit.rows(query), key=_make_sort_key)]
    lines = select(consents.c.id).select_from(joined).where(unit.owns(consents), here)
    proofs = await load_rows(unit, consent_proofs, consent_proofs.c.id.in_(lines))
    return {consents.name: rows, consent_proofs.name: proofs}


async def _list_campaigns(unit: Unit, here: ColumnElement[bool]) -> list[Mapping[str, Any]]:
    """Return the campaigns of a person's messages: each with the shop's choice of people, and the first moment."""
    joined = messages.join(campaigns, _match_id(messages.c.campaign, campaigns))
    columns = (campaigns.c.name, campaigns.c.phrase.label("people"))
    query = select(*columns, func.min(messages.c.created_at).label("at")).select_from(joined)
    rows = await unit.rows(query.where(unit.owns(messages), here).group_by(campaigns.c.id, *columns))
    return [_show_row(row) for row in sorted(rows, key=_make_sort_key)]


def _match_id(column: Column[Any], table: Table) -> ColumnElement[bool]:
    """Return the condition that joins a table's row of the same business by its id."""
    return (table.c.business == column.table.c.business) & (table.c.id == column)


def _is_theirs(table: Table) -> ColumnElement[bool]:
    """Return the condition that more than an e-mail address identifies the row's owner, and that a message names no
    other person, as those of the staff and of shops do.
    """
    if table is messages:
        here = (mentions.c.business == messages.c.business) & (mentions.c.message == messages.c.id)
        return ~exists().where(here)
    return table.c.by_mail.is_(False) if "by_mail" in table.c else true()


async def _list_news(unit: Unit, people: Sequence[UUID]) -> list[Mapping[str, Any]]:
    """Return the events about people.

    If a phone or chat reaches them, events known by e-mail address alone are left out.
    """
    here = events.c.contact.in_(people) & (events.c.type != _WRITTEN)
    lines = select(addresses.c.id).where(unit.owns(addresses), addresses.c.contact.in_(people))
    if await unit.row(lines.where(addresses.c.channel.in_(LINES)).limit(1)) is None:
        return await load_rows(unit, events, here)
    theirs = (unit.owns(orders), orders.c.contact.in_(people), orders.c.by_mail)
    by_mail = {(row.source, row.ref) for row in await unit.rows(select(orders.c.source, orders.c.ref).where(*theirs))}
    rows = await unit.rows(select(events).where(unit.owns(events), here))
    guessed = [row.arrival for row in rows if _is_guessed(read_stored(row, unit.events), by_mail)]
    return await load_rows(unit, events, here & events.c.arrival.not_in(guessed))


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


async def load_rows(unit: Unit, table: Table, here: ColumnElement[bool]) -> list[Mapping[str, Any]]:
    """Return the rows of a table that match ``here``, as a record shows them, the oldest first."""
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
    if name in MONEY and isinstance(value, int):
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
    if found.keys() != {"micros", "currency"}:
        return found
    return {"amount": str(Money(found["micros"], "")), "currency": found["currency"]}


def _says(value: object) -> bool:
    """Return False for ids, which are internal and meaningless outside."""
    return value is not None and value not in ("", "[]", "{}") and not isinstance(value, UUID)


def _simplify(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
