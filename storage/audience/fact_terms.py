"""Each fact of criteria as a term over rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any, TypeAlias

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Numeric,
    Table,
    and_,
    cast,
    func,
    join,
    literal,
    literal_column,
    or_,
)

from flows.audience.audience_facts import AVERAGE, FACTS
from flows.audience.criteria import Compared, meets
from flows.audience.criteria_moment import BIRTH_DAY
from flows.lifecycle import OWN_FROM
from flows.policy.departure_facts import AGREED, ConsentState, Purpose
from storage.audience import customer_stages
from storage.audience.column_comparisons import OPS, among, is_number, is_told
from storage.audience.criteria_setting import FACTS_WRITTEN, Setting
from storage.audience.criteria_terms import Certain, Holders, Single, Term, every, join_any, negate_term
from storage.audience.place_rows import select_places
from storage.schema import (
    addresses,
    contacts,
    customer_tags,
    customer_totals,
    loyalty,
    order_lines,
    permissions,
    returns,
)

Maker: TypeAlias = "Callable[[Compared, Setting], Term]"

COUNTS = ("orders", "spend", "returns", "discounts_used", "clicks", "replies", "visits")
"""Facts that are 0 for a person without totals."""
MOMENTS = ("first_order_at", "last_order_at", "last_active_at")
MICROS = 10**6
DAY = 86_400 * MICROS
"""The microseconds of a day."""
# A literal in the statement: SQLite ignores the index of usable addresses if it is a parameter.
_USABLE: ColumnElement[str] = literal_column("'usable'")
_OFF: ColumnElement[str] = literal_column("'suppressed'")


def make_term(compared: Compared, setting: Setting) -> Term:
    """Return the term of a settled comparison. Raises KeyError for an unsettled fact."""
    return _MAKERS[compared.fact](compared, setting)


def make_language(row: FromClause, setting: Setting) -> ColumnElement[str]:
    """Return the language of a person's last clear message, else that of the locale in the shop's system."""
    told = func.replace(row.c.locale, "_", "-")
    first = func.split_part(told, "-", 1) if setting.postgres else func.substr(told, 1, func.instr(told + "-", "-") - 1)
    return func.coalesce(row.c.writes, first)


def _count(compared: Compared, setting: Setting) -> Term:
    """Return the term of a count. People without totals have 0 everywhere."""
    if compared.op == "exists":
        return Certain(compared.value is True)
    held, none_will_do = compared.fact, meets(compared, 0)
    return Single(customer_totals, lambda row: is_number(row.c[held], compared, setting.postgres), none_will_do)


def _moment(table: Table, column: str, compared: Compared, _setting: Setting) -> Term:
    if compared.op == "exists":
        return _make_existing(Single(table, lambda row: row.c[column].is_not(None)), compared)
    kind = table.c[column].type
    return Single(table, lambda row: OPS[compared.op](row.c[column], literal(compared.value, kind)))


def _make_acquired(compared: Compared, setting: Setting) -> Term:
    """Return the term of the first acquaintance: the contact's creation, a file's date or an earlier moment in the
    totals.
    """
    if compared.op == "exists":
        return Certain(compared.value is True)
    if compared.op in {">", ">="}:
        otherwise = {">": "<=", ">=": "<"}[compared.op]
        return negate_term(_make_acquired(Compared(compared.fact, otherwise, compared.value), setting))
    made = _moment(contacts, "created_at", compared, setting)
    return join_any([made, _moment(customer_totals, "acquired_at", compared, setting)])


def _make_average(compared: Compared, setting: Setting) -> Term:
    """Return the term of an average: money by orders, without a division that rounds."""
    ordered = Single(customer_totals, lambda row: row.c.priced > 0)
    if compared.op == "exists":
        return _make_existing(ordered, compared)
    return every([ordered, Single(customer_totals, lambda row: _is_average(row, compared, setting))])


def _is_average(row: FromClause, compared: Compared, setting: Setting) -> ColumnElement[bool]:
    op = OPS["=" if compared.op == "in" else compared.op]
    spend = cast(row.c.spend, Numeric) if setting.postgres else row.c.spend
    return or_(*(op(spend, literal(one, spend.type) * row.c.priced) for one in compared.values))


def _rhythm(compared: Compared, setting: Setting) -> Term:
    own = Single(customer_totals, lambda row: and_(row.c.orders >= OWN_FROM, row.c.rhythm.is_not(None)))
    if compared.op == "exists":
        return _make_existing(own, compared)
    return every([own, Single(customer_totals, lambda row: is_number(row.c.rhythm, compared, setting.postgres, DAY))])


def _contact(held: Callable[[FromClause, Setting], ColumnElement[Any]], compared: Compared, setting: Setting) -> Term:
    """Return the term of a fact that the contact itself holds, in compared form."""
    if compared.op == "exists":
        return _make_existing(Single(contacts, lambda row: is_told(held(row, setting))), compared)
    return Single(contacts, lambda row: among(held(row, setting), compared.values, setting.postgres))


def _compare_written(name: str, compared: Compared, setting: Setting) -> Term:
    """Return the term of a contact column that stores words as written."""
    if compared.op == "exists":
        return _make_existing(Single(contacts, lambda row: is_told(row.c[name])), compared)
    found = setting.spellings(contacts.c[name], compared.values)
    return Single(contacts, lambda row: among(row.c[name], found, setting.postgres))


def _city(compared: Compared, setting: Setting) -> Term:
    """Return the term of the city of the main address, or of a returned parcel."""
    asked = replace(compared, value=True) if compared.op == "exists" else compared
    found = join_any([_compare_written("city", asked, setting), _compare_one_of(returns.c.city, asked, setting)])
    return _make_existing(found, compared)


def _compare_one_of(column: Column[Any], compared: Compared, setting: Setting) -> Term:
    """Return the term of a fact with one row for each value of a person."""
    rows = column.table.alias()
    held = rows.c[column.name]
    if compared.op == "exists":
        return _make_existing(_holders(rows, setting, is_told(held)), compared)
    written = compared.fact in FACTS_WRITTEN
    values = setting.spellings(column, compared.values) if written else compared.values
    return _holders(rows, setting, among(held, values, setting.postgres))


def _place(name: str, compared: Compared, setting: Setting) -> Term:
    """Return the term of a recorded place, or else that of the person's number."""
    exists = compared.op == "exists"

    def match_place(held: ColumnElement[Any]) -> ColumnElement[bool]:
        return is_told(held) if exists else among(held, compared.values, setting.postgres)

    rows = select_places(setting.business, name, match_place).subquery()
    return _make_existing(Holders(rows, rows.c.contact, ()), compared)


def _progress(compared: Compared, setting: Setting) -> Term:
    """Return the term of the progress in any programme."""
    rows = loyalty.alias()
    if compared.op == "exists":
        return _make_existing(_holders(rows, setting), compared)
    return _holders(rows, setting, is_number(rows.c.progress, compared, setting.postgres, MICROS))


def _make_reachable(compared: Compared, setting: Setting) -> Term:
    """Return the term of a usable address on the channel: not gone or blocked, and without an opt-out."""
    rows = addresses.alias()
    channels = among(rows.c.channel, _choices(compared), setting.postgres)
    return _make_existing(_holders(rows, setting, rows.c.state == _USABLE, channels), compared)


def _make_opted_out(compared: Compared, setting: Setting) -> Term:
    """Return the term of an address on the channel with a full opt-out, or one from a programme."""
    rows, at, held = addresses.alias(), addresses.alias(), permissions.alias()
    off = _holders(rows, setting, rows.c.state == _OFF, among(rows.c.channel, _choices(compared), setting.postgres))
    both = join(at, held, and_(held.c.business == at.c.business, held.c.address == at.c.id))
    back = (held.c.purpose == Purpose.MARKETING.value, held.c.state == ConsentState.REVOKED.value)
    there = (at.c.business == setting.business, among(at.c.channel, _choices(compared), setting.postgres))
    return _make_existing(join_any([off, Holders(both, at.c.contact, (*there, *back))]), compared)


def _consent(compared: Compared, setting: Setting) -> Term:
    """Return the term of an unrevoked consent at one of the person's addresses."""
    at, held = addresses.alias(), permissions.alias()
    rows = join(at, held, and_(held.c.business == at.c.business, held.c.address == at.c.id))
    agreed = among(held.c.state, sorted(AGREED), setting.postgres)
    where = (held.c.purpose == Purpose.MARKETING.value, among(held.c.programme, _choices(compared), setting.postgres))
    return _make_existing(Holders(rows, at.c.contact, (at.c.business == setting.business, *where, agreed)), compared)


def _choices(compared: Compared) -> tuple[str, ...]:
    return FACTS[compared.fact].choices if compared.op == "exists" else compared.values


def _make_existing(found: Term, compared: Compared) -> Term:
    """Return the term for "exists"; for any other comparison the term unchanged."""
    return negate_term(found) if compared.op == "exists" and not compared.value else found


def _holders(rows: FromClause, setting: Setting, *where: ColumnElement[bool]) -> Holders:
    here = (rows.c.business == setting.business, rows.c.contact.is_not(None))
    return Holders(rows, rows.c.contact, (*here, *where))


_MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        **dict.fromkeys(COUNTS, _count),
        **{name: partial(_moment, customer_totals, name) for name in MOMENTS},
        "acquired_at": _make_acquired,
        "acquired_from": partial(_compare_written, "acquired_from"),
        AVERAGE: _make_average,
        "own_rhythm_days": _rhythm,
        "rfm.recency": customer_stages.make_quintile,
        "rfm.frequency": customer_stages.make_quintile,
        "rfm.monetary": customer_stages.make_quintile,
        "spend_percentile": customer_stages.make_percentile,
        "lifecycle": customer_stages.make_lifecycle,
        "category": partial(_compare_one_of, order_lines.c.category),
        "brand": partial(_compare_one_of, order_lines.c.brand),
        "tag": partial(_compare_one_of, customer_tags.c.tag),
        "city": _city,
        "country": partial(_place, "country"),
        "region": partial(_place, "region"),
        "zone": partial(_place, "timezone"),
        "language": partial(_contact, make_language),
        BIRTH_DAY: partial(_contact, lambda row, _setting: row.c.birth_day),
        "loyalty.progress": _progress,
        "reachable": _make_reachable,
        "opted_out": _make_opted_out,
        "consent": _consent,
    }
)
