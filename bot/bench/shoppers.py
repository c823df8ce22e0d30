"""Many customers with about ten order lines each, the people of a benchmark's audiences.

Orders cover two years; some people have many. A few brands are popular and dozens are rare. Totals are computed from
the orders.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from statistics import median
from typing import Any
from uuid import UUID

from bot.bench.bench_shop import BUSINESS
from bot.clock import SystemClock
from bot.ids import Ids
from flows.channels import SIMULATED, SMS
from flows.policy.departure_facts import AddressState, ConsentState, PlaceKind, Programme, Purpose
from storage.database.stores import Database
from storage.schema import addresses, contacts, customer_tags, customer_totals, order_lines, orders, permissions, places
from storage.sql import bulk_statements
from storage.store.rank_cuts import CustomerCuts, Walk
from storage.unit import Unit

LINES = 10
"""Average number of order lines per customer."""
BRANDS = tuple(f"brand {place}" for place in range(40))
_SEED = 14
_AT_ONCE = 2_000  # people of one transaction
_MICROS = 10**6
_DAYS = 730
_MOST_LINES = 4  # of one order
_REGIONS = (("US", "TX"), ("US", "CA"), ("US", "NY"), ("US", "FL"), ("CA", "ON"), ("IN", "DL"))
_SHARES = (8, 7, 6, 5, 3, 1)  # of these places
_TAGS = {"vip": 0.02, "wholesale": 0.1}  # and of how many people have these

_NUMBERS = ("business", "id", "contact", "channel", "value", "state", "state_at", "created_at")
_PLACES = ("business", "id", "contact", "kind", "country", "region", "source", "first_told_at", "told_at")
_ORDERS = ("business", "id", "source", "ref", "number", "contact", "total", "currency", "placed_at", "created_at")
_LINES = (
    "business", "order", "line", "contact", "at", "sku", "title", "variant", "size", "category", "brand", "quantity",
)  # fmt: skip
_TOTALS = (
    "business", "contact", "orders", "priced", "spend", "first_order_at", "last_order_at", "rhythm", "last_active_at",
    "acquired_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Bought:
    """An order that counts."""

    id: UUID
    at: datetime
    total: int
    lines: int


async def fill(store: Database, people: int) -> None:
    """Insert ``people`` customers into the bench's business, and compute the cuts between their ranks."""
    ids, drawn, left = Ids(SystemClock()), random.Random(_SEED), people  # noqa: S311 - nothing secret
    now = SystemClock().now()
    while left:
        some = min(left, _AT_ONCE)
        await store.write(BUSINESS, partial(_add, ids=ids, drawn=drawn, many=some, now=now))
        left -= some
    await store.write(BUSINESS, _cut)


async def _cut(unit: Unit) -> None:
    """Compute the cuts, as the nightly job does."""
    walk = Walk()
    while not await unit.of(CustomerCuts).go_on(walk):
        pass


async def _add(unit: Unit, ids: Ids, drawn: random.Random, many: int, now: datetime) -> None:
    people = [ids.make() for _ in range(many)]
    bought = {who: list(_orders(ids, drawn, now)) for who in people}
    made = [(BUSINESS, who, now - timedelta(drawn.randrange(_DAYS)), "en-US") for who in people]
    await bulk_statements.insert(unit, contacts, ("business", "id", "created_at", "locale"), made)
    await _add_ways(unit, ids, drawn, people, now)
    await _add_marks(unit, ids, drawn, people, now)
    await _add_orders(unit, drawn, bought)
    rows = [_totals(who, theirs) for who, theirs in bought.items() if theirs]
    await bulk_statements.insert(unit, customer_totals, _TOTALS, rows)


async def _add_ways(unit: Unit, ids: Ids, drawn: random.Random, people: Sequence[UUID], now: datetime) -> None:
    """Add a phone number to each person, one in ten opted out, and consent to offers for six of ten."""
    states, offers = (AddressState.USABLE.value, AddressState.SUPPRESSED.value), Programme.OFFERS.value
    numbers = [
        (BUSINESS, ids.make(), who, SMS.name, f"+{who.int % 10**15:015}", drawn.choices(states, (9, 1))[0], now, now)
        for who in people
    ]
    agreed = [
        (BUSINESS, one[1], Purpose.MARKETING.value, offers, ConsentState.CONFIRMED.value, now)
        for one in numbers
        if drawn.random() < 0.6
    ]
    await bulk_statements.insert(unit, addresses, _NUMBERS, numbers)
    await bulk_statements.insert(
        unit, permissions, ("business", "address", "purpose", "programme", "state", "since"), agreed
    )


async def _add_marks(unit: Unit, ids: Ids, drawn: random.Random, people: Sequence[UUID], now: datetime) -> None:
    """Add a place to each person, and tags to a few."""
    where = [
        (BUSINESS, ids.make(), who, PlaceKind.STATED.value, *drawn.choices(_REGIONS, _SHARES)[0], SIMULATED, now, now)
        for who in people
    ]
    tagged = [
        (BUSINESS, who, tag, tag, SIMULATED, now)
        for who in people
        for tag, share in _TAGS.items()
        if drawn.random() < share
    ]
    await bulk_statements.insert(unit, places, _PLACES, where)
    await bulk_statements.insert(unit, customer_tags, ("business", "contact", "tag", "written", "source", "at"), tagged)


def _orders(ids: Ids, drawn: random.Random, now: datetime) -> Iterator[_Bought]:
    """Yield a person's orders: four on average, a few dozen for some, none for a tenth."""
    many = 0 if drawn.random() < 0.1 else min(1 + int(drawn.expovariate(1 / 3.95)), 60)
    ago = sorted((drawn.random() * _DAYS for _ in range(many)), reverse=True)
    for days in ago:
        total = int(drawn.lognormvariate(3.6, 0.8) * 100) * (_MICROS // 100)
        yield _Bought(ids.make(), now - timedelta(days), total, drawn.randint(1, _MOST_LINES))


async def _add_orders(unit: Unit, drawn: random.Random, bought: Mapping[UUID, Sequence[_Bought]]) -> None:
    each = [(who, one) for who, theirs in bought.items() for one in theirs]
    placed = [(BUSINESS, one.id, SIMULATED, one.id.hex, "", who, one.total, "USD", one.at, one.at) for who, one in each]
    brands = iter(drawn.choices(BRANDS, [1 / (place + 1) for place in range(len(BRANDS))], k=len(each) * _MOST_LINES))
    lines = [
        (BUSINESS, one.id, line, who, one.at, f"S{at % 999}", "A mug", "", "", f"category {at % 12}", next(brands), 1)
        for at, (who, one) in enumerate(each)
        for line in range(one.lines)
    ]
    await bulk_statements.insert(unit, orders, _ORDERS, placed)
    await bulk_statements.insert(unit, order_lines, _LINES, lines)


def _totals(who: UUID, theirs: Sequence[_Bought]) -> tuple[Any, ...]:
    moments = [one.at for one in theirs]
    gaps = sorted((later - earlier) // timedelta(microseconds=1) for earlier, later in pairwise(moments))
    rhythm = int(median(gaps)) if gaps else None
    first, last = moments[0], moments[-1]
    return (BUSINESS, who, len(theirs), len(theirs), sum(one.total for one in theirs), first, last, rhythm, last, first)
