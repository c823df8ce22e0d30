"""Where customers stand among all: equal ones together, in memory as in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.customer_ranks import CustomerRank, Cuts, rank
from storage.database.stores import Database
from storage.people.people import Identity
from storage.schema import customer_totals
from storage.store.customer_totals import START, Totals
from storage.store.rank_cuts import CustomerCuts, Walk
from storage.unit import Unit
from tests.storage.world import NOW, do

Ordered = tuple[int, int, int]  # orders, spend, days since the last one


async def fill(unit: Unit, people: Sequence[Ordered]) -> list[UUID]:
    """People with these totals and no others. Without orders they are nobody's rank."""
    await unit.remove(customer_totals)
    await CustomerCuts(unit).go_on(Walk())
    made = []
    for orders, spend, days in people:
        contact = await unit.people.resolve([Identity("customer", unit.ids.make().hex)], NOW)
        last = NOW - timedelta(days=days) if orders else None
        told = {"orders": orders, "spend": spend, "last_order_at": last, "acquired_at": NOW}
        await unit.put(customer_totals, ("contact",), contact=contact, **told)
        made.append(contact)
    return made


async def walk(unit: Unit, most: int, stride: int) -> Cuts | None:
    """In as many parts as it takes, each from what the one before put down."""
    told: str | None = None
    for _ in range(2000):
        one = Walk.load(told)
        if await CustomerCuts(unit).go_on(one, most, stride):
            return await CustomerCuts(unit).get()
        told = one.dump()
    raise AssertionError("it does not come to its end")


async def ranks(unit: Unit, people: Sequence[UUID], cuts: Cuts | None) -> list[CustomerRank | None]:
    """In memory, and the same in the database."""
    found = [rank(await Totals(unit).find_totals(one), cuts) for one in people]
    told = {} if cuts is None else await CustomerCuts(unit).ranks(cuts, START, len(people) + 1)
    assert [told.get(one) for one in people] == found
    return found


async def test_before_the_first_night_and_without_orders_nobody_stands_anywhere(store: Database) -> None:
    async def work(unit: Unit) -> None:
        people = await fill(unit, [(0, 0, 0), (0, 0, 0)])
        assert await ranks(unit, people, await CustomerCuts(unit).get()) == [None, None]
        assert await walk(unit, 10, 10) is None
        await fill(unit, [(1, 5, 1)])
        assert await walk(unit, 10, 10) is not None
        await unit.remove(customer_totals)
        assert await walk(unit, 10, 10) is None, "the old ones are gone"

    await do(store, work)


async def test_equal_customers_stand_together(store: Database) -> None:
    """Six of ten ordered once: all of them are of the lowest fifth, and nobody of the next two."""

    async def work(unit: Unit) -> None:
        people = await fill(unit, [(1, 10, 30)] * 6 + [(2, 20, 20)] * 2 + [(7, 30, 10), (9, 40, 1)])
        found = await ranks(unit, people, await walk(unit, 3, 2))
        assert found[:6] == [CustomerRank(1, 1, 1, 0)] * 6
        assert found[6:] == [*[CustomerRank(4, 4, 4, 60)] * 2, CustomerRank(5, 5, 5, 80), CustomerRank(5, 5, 5, 90)]

    await do(store, work)


async def test_all_alike_are_of_the_lowest(store: Database) -> None:
    async def work(unit: Unit) -> None:
        people = await fill(unit, [(1, 10, 5)] * 7)
        assert await ranks(unit, people, await walk(unit, 100, 100)) == [CustomerRank(1, 1, 1, 0)] * 7

    await do(store, work)


PEOPLE = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from([0, 1, 2, 10, 1000, 10**15]), st.integers(0, 40)), max_size=30
)


@settings(max_examples=20)
@given(people=PEOPLE, most=st.integers(1, 60), stride=st.integers(1, 12))
async def test_a_rank_is_how_many_have_strictly_less(
    store: Database, people: list[Ordered], most: int, stride: int
) -> None:
    """In however small steps they are walked along."""

    async def work(unit: Unit) -> None:
        made = await fill(unit, people)
        found = await ranks(unit, made, await walk(unit, most, stride))
        ordered = [one for one in people if one[0]]
        for one, its in zip(people, found, strict=True):
            assert its == (_expected(one, ordered) if one[0] else None)

    await do(store, work)


def _expected(one: Ordered, ordered: Sequence[Ordered]) -> CustomerRank:
    of_all = len(ordered)
    later = sum(other[2] > one[2] for other in ordered)
    fewer, less = (sum(other[at] < one[at] for other in ordered) for at in (0, 1))
    recency, frequency, monetary = (1 + 5 * many // of_all for many in (later, fewer, less))
    return CustomerRank(recency, frequency, monetary, 100 * less // of_all)
