"""The contract of the two readers of criteria: rows and what is known of one person say the same of everybody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from flows.audience.audience_facts import FACTS, HAPPENINGS, OPS, ValueKind
from flows.audience.calendar_periods import Period
from flows.audience.criteria import All, Compared, Counted, Criteria, Scalar
from flows.audience.criteria_moment import settle_criteria
from storage.audience.audiences import Audiences, Selection
from storage.audience.criteria_condition import SelectedPeople, can_begin, make_terms
from storage.audience.criteria_setting import gather
from storage.audience.criteria_terms import Span
from storage.database.stores import Database
from storage.schema import contacts
from storage.store.customer_totals import START
from storage.store.rank_cuts import CustomerCuts, Walk
from storage.unit import Unit
from tests.flows.audience.matching import matches
from tests.flows.audience.trees import VALUES, trees
from tests.storage.audience.crowd import CROWDS, Crowd, Made
from tests.storage.audience.known_people import KnownPeople
from tests.storage.world import NOW, OTHER_SHOP, do, open_shops

TODAY, ZONE = date(2026, 3, 2), ZoneInfo("America/Chicago")  # of both shops
ASKED = tuple(name for name in FACTS if name != "audience")  # that one is expanded before it is read
TREES = trees(ASKED)
Drawn: TypeAlias = "Mapping[ValueKind, tuple[Scalar, Scalar]]"


class Undone(Exception):
    """The end of an example, whose rows are not kept."""


async def meant_by_facts(unit: Unit, people: list[UUID], criteria: Criteria) -> list[UUID]:
    """Those of the people whom criteria mean by what is known of each."""
    known = await unit.of(KnownPeople).of(people, criteria, NOW)
    return sorted(one for one, person in known.items() if matches(criteria, person, NOW, TODAY, ZONE))


async def meant_by_rows(unit: Unit, criteria: Criteria) -> list[UUID]:
    """Those whom the condition means, wherever it is begun; counted, paged and shown alike."""
    asked, audiences = Selection(criteria, NOW, ZONE), unit.of(Audiences)
    found = await _pages(audiences, asked)
    assert await audiences.count(asked) == len(found)
    assert sorted(await audiences.sample(asked, 100, "7")) == found
    for seed in ("7" * 12, "f" * 12):
        assert await audiences.draw_sample(asked, 2, seed) == (len(found), await audiences.sample(asked, 2, seed))
    chosen = await unit.rows(select(contacts.c.id).where(await audiences.condition(asked)))
    assert sorted(row.id for row in chosen) == found
    spans = (Span(START, None),) if not found else (Span(START, found[0]), Span(found[0], None))
    assert sorted([one for span in spans for one in await audiences.find_within(asked, span)]) == found
    setting = await gather(unit, settle_criteria(criteria, NOW, TODAY, ZONE), NOW)
    meant = SelectedPeople(make_terms(settle_criteria(criteria, NOW, TODAY, ZONE), setting), setting)
    for first in (None, *filter(can_begin, meant.terms)):
        assert sorted(row.id for row in await unit.rows(meant.people(first))) == found
        rows = await unit.rows(select(contacts.c.id).where(meant.condition(first)))
        assert sorted(row.id for row in rows) == found
    return found


async def _pages(audiences: Audiences, asked: Selection) -> list[UUID]:
    found: list[UUID] = []
    while page := await audiences.page(asked, 2, found[-1] if found else None):
        found += page
    return found


async def agree(store: Database, crowd: list[Made], others: list[Made], criteria: Criteria, ranked: bool) -> None:
    """Both readers about a crowd; another shop has a crowd as well."""

    async def work(unit: Unit) -> None:
        people = await Crowd(unit).add(crowd)
        strangers = await Crowd(unit.switch_business(OTHER_SHOP)).add(others)
        if ranked:
            await CustomerCuts(unit).go_on(Walk())
        found = await meant_by_rows(unit, criteria)
        assert found == await meant_by_facts(unit, people + strangers, criteria)

    await undone(store, work)


async def undone(store: Database, work: Callable[[Unit], Awaitable[None]]) -> None:
    """Work of one example, of which no row is kept."""

    async def example(unit: Unit) -> None:
        await work(unit)
        raise Undone

    with pytest.raises(Undone):
        await do(store, example)


@settings(max_examples=25)
@given(crowd=CROWDS, criteria=TREES, ranked=st.booleans())
async def test_rows_and_facts_say_the_same(
    store: Database, crowd: list[Made], criteria: Criteria, ranked: bool
) -> None:
    await open_shops(store)
    await agree(store, crowd, crowd[:1], criteria, ranked)


@settings(max_examples=2, phases=[Phase.generate])
@given(crowd=CROWDS, drawn=st.fixed_dictionaries({kind: st.tuples(of, of) for kind, of in VALUES.items()}))
async def test_each_fact_and_each_field_by_each_op(store: Database, crowd: list[Made], drawn: Drawn) -> None:
    await open_shops(store)
    facts = [one for fact in map(FACTS.__getitem__, ASKED) for one in _by_each_op(fact.name, fact.kind, drawn)]
    facts = [one for one in facts if one.op == "exists" or not FACTS[one.fact].choices]
    choices = [Compared(name, op, one) for name in ASKED for one in FACTS[name].choices for op in ("=", "!=")]
    fields = [
        Counted(event.name, ">=", 1, None, (one,))
        for event in HAPPENINGS.values()
        for name, kind in event.fields.items()
        for one in _by_each_op(name, kind, drawn)
    ]
    counts = [
        Counted(name, op, many, timedelta(days=30))
        for name in HAPPENINGS
        for op in ("=", "!=", "<", "<=", ">", ">=")
        for many in (0, 1, 2)
    ]
    counts += [Counted(name, ">=", 1, period) for name in HAPPENINGS for period in Period]
    facts += [
        Compared(fact.name, "within", period)
        for fact in FACTS.values()
        if fact.kind is ValueKind.MOMENT
        for period in Period
    ]
    await agree_of_each(store, crowd, [*facts, *choices, *fields, *counts])


def _by_each_op(name: str, kind: ValueKind, drawn: Drawn) -> Iterator[Compared]:
    """Comparisons with what was drawn for values of a kind."""
    one, other = drawn[kind]
    for op in OPS[kind]:
        if op == "exists":
            yield from (Compared(name, op, there) for there in (True, False))
        elif op in {"in", "not_in"}:
            yield Compared(name, op, tuple(dict.fromkeys((one, other))))
        else:
            yield Compared(name, op, timedelta(days=30) if op == "within" else one)


async def agree_of_each(store: Database, crowd: list[Made], criteria: Sequence[Compared | Counted]) -> None:
    """Both readers about a crowd, condition by condition."""

    async def work(unit: Unit) -> None:
        people = await Crowd(unit).add(crowd)
        await CustomerCuts(unit).go_on(Walk())
        every = All(tuple(criteria))
        known = await unit.of(KnownPeople).of(people, every, NOW)
        setting = await gather(unit, settle_criteria(every, NOW, TODAY, ZONE), NOW)
        for one in criteria:
            meant = SelectedPeople(make_terms(settle_criteria(one, NOW, TODAY, ZONE), setting), setting)
            rows = {row.id for row in await unit.rows(meant.people())}
            assert rows == {who for who, person in known.items() if matches(one, person, NOW, TODAY, ZONE)}, one

    await undone(store, work)
