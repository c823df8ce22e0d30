"""What ends a plan for somebody: an order, an answer, a stop, an erasure, silence to the end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.audience.criteria import Compared
from flows.delivery import MessageStatus
from flows.events import (
    Item,
    OrderCreated,
    PersonRedacted,
)
from flows.money import Money
from flows.plans.standard_plans import WIN_BACK, WIN_BACK_TERMS
from handlers.engine.turn import Turn
from handlers.plans.plan_departure_checks import judge_departures
from storage.people.people_merge import merge
from storage.plans.plan_entries import PlanEntries
from storage.plans.plan_results import load_plan_results
from storage.profiles.customer_tags import CustomerTags
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.planned import (
    CAL,
    CARE,
    DAY,
    contact_of,
    draw,
    entries,
    keep,
    let_in,
    look,
    order,
    sent_to,
    write,
)
from tests.delivery.shop import ANN, HOUR


@pytest.mark.parametrize(
    ("item", "ends"),
    [
        (Item("KUR-1", "Blue Kurta"), True),
        (Item("KUR-1", "Blue", "kurta"), True),
        (Item("mug-1", "Mug"), True),
        (Item("CAP", "Cap"), False),
    ],
    ids=["by title", "by title and variant", "by SKU", "another thing"],
)
async def test_a_plan_may_end_by_the_purchase_of_one_item(house: House, item: Item, ends: bool) -> None:
    await let_in(house, ANN, await keep(house, CARE, "care"))
    who = shop.customer(ANN, None, "Ann")
    await house.tell(OrderCreated("1001", "#1001", Money.parse("40", "USD"), (item,), who, house.clock.now()))
    await house.settle()
    (entry,) = await entries(house, ANN, "care")
    assert entry.ended == ("bought" if ends else None)


async def test_a_purchase_that_was_nobody_s_plan_s_is_found_as_a_message_leaves(house: House) -> None:
    """Two who turn out to be one: the one bought it, and the other is in the plan."""
    await let_in(house, ANN, await keep(house, CARE, "care"))
    house.clock.push(now=HOUR)
    who = shop.customer(CAL, None, "Cal")
    blue = (Item("KUR-1", "Blue kurta"),)
    await house.tell(OrderCreated("1001", "#1001", Money.parse("40", "USD"), blue, who, house.clock.now()))
    await house.settle()
    ann, cal = await contact_of(house, ANN), await contact_of(house, CAL)
    await house.act(lambda turn: merge(turn.unit, cal, ann, turn.now))
    await house.pass_(now=DAY)
    assert [(one.status, one.code) for one in await sent_to(house, ANN)] == [(MessageStatus.REFUSED, "plan.bought")]


async def test_a_purchase_counts_from_the_entry_into_the_plan_that_it_ends(house: House) -> None:
    """Of two plans of one person, each has a moment of its own."""
    await let_in(house, ANN, await keep(house, CARE, "care"))
    house.clock.push(now=HOUR)
    blue, bought = (Item("KUR-1", "Blue kurta"),), house.clock.now()
    cal = shop.customer(CAL, None, "Cal")
    await house.tell(OrderCreated("1001", "#1001", Money.parse("40", "USD"), blue, cal, bought))
    await house.settle()
    house.clock.push(now=HOUR)
    await let_in(house, ANN, await keep(house, replace(CARE, kind="thanks"), "thanks"))
    ann, other = await contact_of(house, ANN), await contact_of(house, CAL)
    await house.act(lambda turn: merge(turn.unit, other, ann, turn.now))
    await house.pass_(now=DAY)
    both = await sent_to(house, ANN)
    assert sorted(one.code or "" for one in both) == ["", "plan.bought"]
    again = await house.act(lambda turn: judge_departures(turn, both))
    assert [again[one.id].rule for one in both if one.id in again] == ["plan.bought"], "also where both leave at once"


async def test_an_answer_ends_it_and_they_rest_until_a_stated_day(house: House) -> None:
    await draw(house, ANN, 0.9)
    plan = await keep(house, WIN_BACK_TERMS)
    await look(house)
    await house.pass_(now=HOUR)
    await write(house, ANN, "what is new?")
    (entry,) = await entries(house, ANN)
    assert (entry.ended, entry.rests_until) == ("replied", house.clock.now() + WIN_BACK_TERMS.rest)
    found = await house.act(lambda turn: load_plan_results(turn.unit, turn.tenant, plan, turn.now))
    assert (found.entered, found.inside, found.resting) == (2, 1, 1), "Bea is inside"
    await house.pass_(now=WIN_BACK_TERMS.rest - DAY)
    await look(house)
    assert len(await entries(house, ANN)) == 1
    await house.pass_(now=2 * DAY)
    await look(house)
    assert len(await entries(house, ANN)) == 2, "the rest is over"


async def test_a_stop_ends_it_and_is_no_answer(house: House) -> None:
    await draw(house, ANN, 0.9)
    await keep(house, WIN_BACK_TERMS)
    await look(house)
    await house.pass_(now=HOUR)
    await write(house, ANN, "STOP")
    (entry,) = await entries(house, ANN)
    assert entry.ended == "opted_out"
    assert entry.rests_until is not None


async def test_silence_to_the_end_is_a_rest(house: House) -> None:
    await draw(house, ANN, 0.9)
    await keep(house, WIN_BACK_TERMS)
    await look(house)
    await house.pass_(now=HOUR)
    await house.pass_(now=8 * DAY, elapsed=HOUR)
    await house.pass_(now=31 * DAY, elapsed=HOUR)
    await house.pass_(now=10 * DAY)
    (entry,) = await entries(house, ANN)
    assert entry.ended == "completed"
    assert entry.rests_until is not None
    await look(house)
    assert len(await entries(house, ANN)) == 1


@pytest.mark.parametrize(
    ("what", "ended"), [("order", "bought"), ("answer", "replied"), ("stop", "opted_out"), ("erasure", "erased")]
)
async def test_what_ends_a_plan_ends_all_that_are_open_with_its_person(house: House, what: str, ended: str) -> None:
    terms = replace(CARE, exits=frozenset({"bought", "replied"}), items=frozenset())
    for name in ("care", "thanks"):
        await let_in(house, CAL, await keep(house, replace(terms, kind=name), name))
    who = await contact_of(house, CAL)
    match what:
        case "order":
            await order(house, CAL, "1001")
        case "erasure":
            await house.tell(PersonRedacted(shop.customer(CAL, None, "Cal"), (), house.clock.now()))
            await house.settle()
        case said:
            await write(house, CAL, "STOP" if said == "stop" else "what is new?")

    async def ends(turn: Turn) -> list[str | None]:
        return [
            one.ended for kind in ("care", "thanks") for one in await turn.unit.of(PlanEntries).list_entries(who, kind)
        ]

    assert await house.act(ends) == [ended, ended]
    await house.pass_(now=2 * DAY)
    assert await sent_to(house, CAL) == []


async def test_whoever_meets_the_condition_no_more_is_refused_as_it_leaves(house: House) -> None:
    tagged = replace(
        WIN_BACK_TERMS, condition=Compared("tag", "=", "sleepy"), holdout=0.0, exits=frozenset({"left", "bought"})
    )
    await keep(house, tagged)
    who = await contact_of(house, CAL)
    await house.act(lambda turn: turn.unit.of(CustomerTags).add(who, ["sleepy"], "test", turn.now))
    await look(house)
    await house.act(lambda turn: turn.unit.of(CustomerTags).drop(who, "sleepy"))
    await house.pass_(now=HOUR)
    assert [(one.status, one.code) for one in await sent_to(house, CAL)] == [(MessageStatus.REFUSED, "plan.left")]


async def test_an_erasure_ends_it_and_names_nobody(house: House) -> None:
    await draw(house, ANN, 0.9)
    await keep(house, WIN_BACK_TERMS)
    await look(house)
    who = await contact_of(house, ANN)
    await house.tell(PersonRedacted(shop.customer(ANN, None, "Ann"), (), house.clock.now()))
    await house.settle()
    (entry,) = await house.act(lambda turn: turn.unit.of(PlanEntries).list_entries(who, WIN_BACK))
    assert (entry.ended, await house.act(lambda turn: turn.unit.runs.list_open(who))) == ("erased", [])
    await house.pass_(now=8 * DAY, elapsed=HOUR)
    await look(house)
    assert house.texts_to(ANN) == []
    assert len(await house.act(lambda turn: turn.unit.of(PlanEntries).list_entries(who, WIN_BACK))) == 1
