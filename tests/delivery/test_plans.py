"""Plans that are kept: whoever meets the condition enters once, gets the steps, and leaves by an order or an answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from flows.actor import SYSTEM
from flows.audience.criteria import EVERYBODY, Compared
from flows.campaigns.texts import CampaignText
from flows.delivery import MessageStatus
from flows.events import (
    ConsentAction,
    ConsentGiven,
    CustomerConsented,
    CustomerUpdated,
    Item,
    OrderCancelled,
    OrderCreated,
    OrderDelivered,
    OrderRefunded,
    OrderShipped,
    PersonRedacted,
)
from flows.money import Money
from flows.plans.ready import WIN_BACK, WIN_BACK_TERMS, gone_for
from flows.plans.terms import FIRST_ORDER, Entrance, EntryBy, KeptPlan, PlanStep, PlanTerms
from flows.policy.facts import Programme
from handlers.actions.action import Origin, Refused
from handlers.plans import entering, keeping
from handlers.plans.standing import standing
from handlers.plans.undoing import UNDOES
from handlers.turn import Turn
from storage.deeds import Deeds
from storage.inbox import Stored
from storage.merging import merge
from storage.plans.entries import PlanEntries
from storage.plans.kept import KeptPlans
from storage.plans.results import plan_results
from storage.profiles.tags import CustomerTags
from storage.reports.experiment import experiment_report
from storage.reports.values import HoldoutGroup
from storage.schedule import fire_now
from storage.schema import events, plan_entries
from tests.delivery import shop
from tests.delivery.campaigned import BY_HAND
from tests.delivery.house import House
from tests.delivery.planned import (
    BEA,
    CAL,
    CARE,
    DAY,
    NAMES,
    contact_of,
    draw,
    entries,
    keep,
    let_in,
    look,
    opening,
    order,
    sent_to,
    write,
)
from tests.delivery.shop import ANN, HOUR
from tests.storage.test_fanout import someone

ENTER = entering.enter
CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """A shop with a store, whose three people agreed to its offers."""
    async with opening(database) as opened:
        yield opened


async def test_whoever_is_silent_for_long_enters_once_gets_the_steps_and_a_purchase_ends_it(house: House) -> None:
    for phone in (ANN, BEA):
        await draw(house, phone, 0.9)
    plan = await keep(house, WIN_BACK_TERMS)
    await look(house)
    assert [len(await entries(house, phone)) for phone in NAMES] == [1, 1, 0]
    assert (await entries(house, ANN))[0].stage == "dormant"
    assert await sent_to(house, ANN) == [], "the first step leaves at eleven where she is"
    await house.pass_(now=HOUR)
    (first,) = await sent_to(house, ANN)
    assert (first.status, first.step, first.template, first.experiment) == (MessageStatus.SENT, 1, WIN_BACK, WIN_BACK)
    assert house.texts_to(ANN)[0].startswith("Tiger Tees: We have not seen you for a while. Something new is here: ")
    assert f": {house.url}/l/" in house.texts_to(ANN)[0]
    await look(house)
    assert len(await entries(house, ANN)) == 1, "nobody enters twice"
    await house.pass_(now=8 * DAY, elapsed=HOUR)
    second = (await sent_to(house, ANN))[-1]
    assert (second.step, second.template, second.data["percent"]) == (2, "win_back_code", 10)
    await order(house, ANN, "1001", None, str(second.data["code"]))
    (entry,) = await entries(house, ANN)
    assert (entry.ended, entry.rests_until) == ("bought", None)
    await house.pass_(now=31 * DAY, elapsed=HOUR)
    assert len(await sent_to(house, ANN)) == 2, "nothing more is sent to her"
    last = (await sent_to(house, BEA))[-1]
    assert (last.step, last.template, last.data["percent"]) == (3, "win_back_last", 15), "the offers grow"
    report = await house.act(
        lambda turn: experiment_report(
            turn.unit, turn.tenant, WIN_BACK, plan.terms.plan(WIN_BACK, turn.business.counts_for, UTC), None, None,
            turn.now,
        )
    )  # fmt: skip
    assert (report.messaged, report.held_out, report.ordered, report.revenue) == (2, 0, 1, Money.of("40", "USD"))
    assert [(one.step, one.sent, one.recovered) for one in report.by_step] == [(1, 2, 0), (2, 2, 1), (3, 1, 0)]


@pytest.mark.parametrize("terms", [WIN_BACK_TERMS, replace(WIN_BACK_TERMS, condition=gone_for(60))])
async def test_nobody_is_won_back_who_agreed_to_nothing(house: House, terms: PlanTerms) -> None:
    back = ConsentGiven("sms", ConsentAction.REVOKED, "page", "None.", house.clock.now(), programmes=("offers",))
    await house.tell(CustomerConsented(shop.customer(ANN, None, "Ann"), (back,), house.clock.now()))
    await house.settle()
    await keep(house, terms)
    await look(house)
    assert [len(await entries(house, phone)) for phone in (ANN, BEA)] == [0, 1]


async def test_nobody_is_won_back_who_is_gone_for_years(house: House) -> None:
    await order(house, CAL, "old-cal", house.clock.now() - 731 * DAY)
    await keep(house, WIN_BACK_TERMS)
    await look(house)
    assert [len(await entries(house, phone)) for phone in (CAL, BEA)] == [0, 1]


FOLLOW_UP = PlanTerms(
    kind="follow_up",
    entrance=Entrance(EntryBy.EVENT, "order.created"),
    steps=(PlanStep(2 * DAY, texts=(CampaignText("Hi {name|friend}, how is the cap? {link}"),), at=time(12)),),
    exits=frozenset({"replied"}),
)


async def test_a_step_of_an_event_s_plan_says_the_shop_s_own_words(house: House) -> None:
    await keep(house, FOLLOW_UP, "follow_up")
    await order(house, CAL, "1001")
    await order(house, ANN, "old", house.clock.now() - 10 * DAY)
    assert await entries(house, ANN, "follow_up") == [], "what happened long ago lets nobody in"
    await house.pass_(now=2 * DAY)
    assert house.texts_to(CAL) == [], "noon is to come"
    await house.pass_(now=2 * HOUR)
    (text,) = house.texts_to(CAL)
    assert text.startswith(f"Tiger Tees: Hi Cal, how is the cap? {house.url}/l/")
    assert text.count("/l/") == 1, "the link stands in the words, and not below them as well"
    await house.pass_(now=10 * DAY)
    (entry,) = await entries(house, CAL, "follow_up")
    assert (entry.ended, entry.rests_until) == (
        "completed",
        entry.ended_at + FOLLOW_UP.rest if entry.ended_at else None,
    )
    await order(house, CAL, "1002")
    assert len(await entries(house, CAL, "follow_up")) == 1, "whoever was silent rests"


async def test_a_time_of_day_is_that_of_where_the_person_lives(house: House) -> None:
    in_new_york = replace(shop.customer(CAL, None, "Cal"), timezone="America/New_York")
    await house.tell(CustomerUpdated(in_new_york, house.clock.now()))
    await house.settle()
    plan = await keep(house, replace(FOLLOW_UP, entrance=Entrance(EntryBy.HAND)), "follow_up")
    for phone in (CAL, ANN):
        await let_in(house, phone, plan)
    await house.pass_(now=2 * DAY)
    for _ in range(2):
        await house.pass_(now=HOUR)
        house.clock.push(elapsed=HOUR)
    sent = [one for phone in (CAL, ANN) for one in await sent_to(house, phone)]
    hours = [one.left_at.astimezone(CHICAGO).hour for one in sent if one.left_at]
    assert hours == [11, 12], "noon in New York comes an hour before"


async def test_a_step_needs_the_consent_for_its_plan_s_programme(house: House) -> None:
    """Cal agreed to offers and took back the reminders."""
    back = ConsentGiven("sms", ConsentAction.REVOKED, "page", "None.", house.clock.now(), programmes=("reminders",))
    await house.tell(CustomerConsented(shop.customer(CAL, None, "Cal"), (back,), house.clock.now()))
    await house.settle()
    for name, programme in (("offering", Programme.OFFERS), ("reminding", Programme.REMINDERS)):
        await let_in(house, CAL, await keep(house, replace(CARE, kind=name, programme=programme), name))
    await house.pass_(now=DAY)
    states = {one.experiment: one.status for one in await sent_to(house, CAL)}
    assert states == {"offering": MessageStatus.SENT, "reminding": MessageStatus.REFUSED}


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
    await house.tell(OrderCreated("1001", "#1001", Money.of("40", "USD"), (item,), who, house.clock.now()))
    await house.settle()
    (entry,) = await entries(house, ANN, "care")
    assert entry.ended == ("bought" if ends else None)


async def test_of_a_plan_that_is_turned_off_between_two_pages_no_other_begins_in_the_middle(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "PAGE", 1)
    first, second = [
        await keep(house, replace(WIN_BACK_TERMS, kind=name), name) for name in ("win_back", "also_win_back")
    ]
    await house.act(lambda turn: fire_now(turn.unit, entering.JOB, turn.now))
    (row,) = await house.act(lambda turn: turn.unit.rows(select(events).where(events.c.type == entering.JOB)))
    firing = Stored(row.business, row.id, row.source, row.type, None, row.received_at, 0, None)
    assert not await house.act(lambda turn: entering.look(turn, firing))
    await house.act(lambda turn: turn.unit.of(KeptPlans).turn(first.id, False, turn.now))
    await house.settle()
    assert [len(await entries(house, phone, first.name)) for phone in (ANN, BEA)] in ([1, 0], [0, 1])
    assert [len(await entries(house, phone, second.name)) for phone in (ANN, BEA)] == [1, 1]


async def test_a_change_is_taken_back_only_while_nothing_else_was_changed(house: House) -> None:
    """Also behind the undo of a later change of one's own."""
    plan, other = await keep(house, CARE, "care"), replace(BY_HAND, by=SYSTEM)

    async def change(who: Origin, **values: Any) -> None:
        async def work(turn: Turn) -> None:
            kept = await turn.unit.of(KeptPlans).called(plan.name)
            assert kept is not None
            await keeping.renew(turn, who.by, kept, replace(kept.terms, **values))

        await house.act(work)

    async def take_back(turn: Turn) -> None:
        deed = await turn.unit.of(Deeds).last(BY_HAND.by, {keeping.CHANGED})
        assert deed is not None
        await UNDOES.does(turn, BY_HAND, deed.id)

    async def terms() -> PlanTerms:
        kept = await house.act(lambda turn: turn.unit.of(KeptPlans).called(plan.name))
        assert kept is not None
        return kept.terms

    await change(BY_HAND, holdout=0.2)
    await change(BY_HAND, holdout=0.3)
    await house.act(take_back)
    assert (await terms()).holdout == 0.2
    await change(other, rest=9 * DAY)
    with pytest.raises(Refused, match="plan_changed_since"):
        await house.act(take_back)
    assert await terms() == replace(CARE, holdout=0.2, rest=9 * DAY)


async def test_words_that_name_an_item_leave_to_nobody_without_one(house: House) -> None:
    step = PlanStep(DAY, texts=(CampaignText("More like {bought}?"),))
    await let_in(house, CAL, await keep(house, replace(CARE, steps=(step,)), "care"))
    await house.pass_(now=DAY, elapsed=HOUR)
    assert [one.status for one in await sent_to(house, CAL)] == [MessageStatus.REFUSED]
    assert house.texts_to(CAL) == []


async def test_a_purchase_that_was_nobody_s_plan_s_is_found_as_a_message_leaves(house: House) -> None:
    """Two who turn out to be one: the one bought it, and the other is in the plan."""
    await let_in(house, ANN, await keep(house, CARE, "care"))
    house.clock.push(now=HOUR)
    who = shop.customer(CAL, None, "Cal")
    blue = (Item("KUR-1", "Blue kurta"),)
    await house.tell(OrderCreated("1001", "#1001", Money.of("40", "USD"), blue, who, house.clock.now()))
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
    await house.tell(OrderCreated("1001", "#1001", Money.of("40", "USD"), blue, cal, bought))
    await house.settle()
    house.clock.push(now=HOUR)
    await let_in(house, ANN, await keep(house, replace(CARE, kind="thanks"), "thanks"))
    ann, other = await contact_of(house, ANN), await contact_of(house, CAL)
    await house.act(lambda turn: merge(turn.unit, other, ann, turn.now))
    await house.pass_(now=DAY)
    both = await sent_to(house, ANN)
    assert sorted(one.code or "" for one in both) == ["", "plan.bought"]
    again = await house.act(lambda turn: standing(turn, both))
    assert [again[one.id].rule for one in both if one.id in again] == ["plan.bought"], "also where both leave at once"


async def test_an_order_s_delivery_lets_its_customer_in(house: House) -> None:
    delivered = replace(FOLLOW_UP, entrance=Entrance(EntryBy.EVENT, "order.delivered"))
    await keep(house, delivered, "follow_up")
    await order(house, CAL, "1001")
    assert await entries(house, CAL, "follow_up") == []
    await house.tell(OrderShipped("1001", house.clock.now()))
    await house.settle()
    assert await entries(house, CAL, "follow_up") == []
    for _ in range(2):
        await house.tell(OrderDelivered("1001", house.clock.now()))
        await house.settle()
    assert len(await entries(house, CAL, "follow_up")) == 1


async def test_the_held_out_get_nothing_and_stand_in_the_figures(house: House) -> None:
    await draw(house, ANN, 0.05)
    await draw(house, BEA, 0.5)
    plan = await keep(house, WIN_BACK_TERMS)
    await look(house)
    await house.pass_(now=HOUR)
    assert [(one.status, one.code) for one in await sent_to(house, ANN)] == [(MessageStatus.REFUSED, "holdout")]
    assert house.texts_to(ANN) == []
    sid = house.twilio.messages[-1].sid
    house.twilio.charge(sid, "-0.00830")
    for status in ("sent", "delivered"):
        assert await house.twilio.receipt(sid, status) == 200
    await house.settle()
    await house.pass_(now=HOUR)
    found = await house.act(lambda turn: plan_results(turn.unit, turn.tenant, plan, turn.now))
    assert (found.entered, found.inside, found.report.messaged, found.report.held_out) == (2, 2, 1, 1)
    cost = Money(8300, "USD")
    assert found.report.costs == (cost,)
    alone = HoldoutGroup(1, 0, Money(0, "USD"))
    assert [(one.name, one.sent, one.cost, one.alone) for one in found.by_channel] == [("sms", 1, cost, alone)]
    assert [(one.name, one.sent, one.cost, one.alone) for one in found.by_stage] == [("dormant", 1, cost, alone)]


async def test_each_part_brought_what_was_its_own_and_neither_refunded_nor_called_off(house: House) -> None:
    terms = replace(WIN_BACK_TERMS, holdout=0.0)
    plan, other = await keep(house, terms), await keep(house, replace(terms, kind="again"), "again")
    await let_in(house, ANN, plan)
    await let_in(house, BEA, other)
    await house.pass_(now=HOUR)
    await house.pass_(now=8 * DAY, elapsed=HOUR)
    for phone, name in ((ANN, "1001"), (BEA, "1002")):
        await order(house, phone, name, None, str((await sent_to(house, phone))[-1].data["code"]))
    await house.tell(OrderRefunded("1001", "r1", Money.of("15", "USD"), house.clock.now()))
    await house.tell(OrderCancelled("1002", house.clock.now()))
    await house.settle()
    for one, ordered, revenue in ((plan, 1, Money.of("25", "USD")), (other, 0, Money(0, "USD"))):
        found = await house.act(lambda turn, one=one: plan_results(turn.unit, turn.tenant, one, turn.now))  # type: ignore[misc]
        assert (found.entered, found.report.ordered, found.report.revenue) == (1, ordered, revenue)
        parts = [(part.name, part.sent, part.ordered, part.revenue) for part in (*found.by_channel, *found.by_stage)]
        assert parts == [(name, 1, ordered, revenue) for name in ("sms", "dormant")]


async def test_who_is_left_alone_is_drawn_as_they_enter_by_the_share_of_the_plan(house: House) -> None:
    them = {await contact_of(house, phone): phone for phone in (ANN, BEA)}

    async def below_half(turn: Turn) -> tuple[str, dict[str, bool]]:
        """The name of a plan that leaves one of both alone, and whom."""
        drawn = ((f"care{n}", [turn.draw.number(f"care{n}", who) < 0.5 for who in them]) for n in range(99))
        name, alone = next(one for one in drawn if len(set(one[1])) == 2)
        return name, dict(zip(them.values(), alone, strict=True))

    name, alone = await house.act(below_half)
    plan = await keep(house, replace(CARE, kind=name, holdout=0.5), name)
    for phone in alone:
        await let_in(house, phone, plan)
    await house.pass_(now=DAY)
    codes = {phone: [one.code for one in await sent_to(house, phone)] for phone in alone}
    assert codes == {phone: ["holdout" if left else None] for phone, left in alone.items()}


async def test_an_answer_ends_it_and_they_rest_until_a_stated_day(house: House) -> None:
    await draw(house, ANN, 0.9)
    plan = await keep(house, WIN_BACK_TERMS)
    await look(house)
    await house.pass_(now=HOUR)
    await write(house, ANN, "what is new?")
    (entry,) = await entries(house, ANN)
    assert (entry.ended, entry.rests_until) == ("replied", house.clock.now() + WIN_BACK_TERMS.rest)
    found = await house.act(lambda turn: plan_results(turn.unit, turn.tenant, plan, turn.now))
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


async def test_whoever_is_inside_finishes_on_the_version_on_which_they_entered(house: House) -> None:
    await draw(house, ANN, 0.9)
    plan = await keep(house, WIN_BACK_TERMS)
    await look(house)
    await house.pass_(now=HOUR)
    later = replace(WIN_BACK_TERMS, steps=WIN_BACK_TERMS.steps[:1], condition=gone_for(60))
    assert await house.act(lambda turn: turn.unit.of(KeptPlans).change(plan, later, SYSTEM, turn.now))
    await house.pass_(now=8 * DAY, elapsed=HOUR)
    assert [one.step for one in await sent_to(house, ANN)] == [1, 2], "the new version has one step alone"
    newest = await house.act(lambda turn: turn.unit.of(KeptPlans).called(WIN_BACK))
    assert newest is not None
    assert (newest.version, newest.terms) == (2, later)


async def test_of_two_changes_of_one_version_the_first_holds(house: House) -> None:
    plan = await keep(house, CARE, "care")
    changes = [replace(CARE, holdout=share) for share in (0.1, 0.2)]
    took = [
        await house.act(lambda turn, one=one: turn.unit.of(KeptPlans).change(plan, one, SYSTEM, turn.now))  # type: ignore[misc]
        for one in changes
    ]
    kept = await house.act(lambda turn: turn.unit.of(KeptPlans).called("care"))
    assert kept is not None
    assert (took, kept.version, kept.terms) == ([True, False], 2, changes[0])


async def test_a_step_says_the_words_of_the_version_that_its_person_entered(house: House) -> None:
    plan = await keep(house, CARE, "care")
    await let_in(house, CAL, plan)
    later = replace(CARE, steps=(PlanStep(DAY, texts=(CampaignText("Other words"),)),))
    assert await house.act(lambda turn: turn.unit.of(KeptPlans).change(plan, later, SYSTEM, turn.now))
    await house.pass_(now=DAY)
    (text,) = house.texts_to(CAL)
    assert "One" in text
    assert "Other" not in text


async def test_an_event_lets_in_whoever_meets_the_condition_alone(house: House) -> None:
    await keep(house, replace(FOLLOW_UP, condition=FIRST_ORDER), "follow_up")
    for phone in (ANN, CAL):
        await order(house, phone, f"new-{phone}")
    assert [len(await entries(house, phone, "follow_up")) for phone in (ANN, CAL)] == [0, 1], "Ann ordered before"


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
        return [one.ended for kind in ("care", "thanks") for one in await turn.unit.of(PlanEntries).of(who, kind)]

    assert await house.act(ends) == [ended, ended]
    await house.pass_(now=2 * DAY)
    assert await sent_to(house, CAL) == []


async def test_of_a_kind_the_stronger_plan_ends_the_weaker(house: House) -> None:
    weak = PlanTerms("offers", Entrance(EntryBy.HAND), (PlanStep(DAY, "win_back"),))
    strong, equal = replace(weak, priority=2), replace(weak, priority=2)
    plans = [await keep(house, one, name) for one, name in ((weak, "weak"), (strong, "strong"), (equal, "equal"))]
    who = await contact_of(house, ANN)

    async def enter(turn: Turn) -> list[bool]:
        return [await entering.enter(turn, plan, who, "by hand") for plan in (*plans, plans[0])]

    assert await house.act(enter) == [True, True, False, False]
    ended = {one.plan: one.ended for one in await entries(house, ANN, "offers")}
    assert ended == {plans[0].id: "stronger", plans[1].id: None}
    await house.pass_(now=DAY)
    assert [one.experiment for one in await sent_to(house, ANN)] == ["strong"]


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


async def test_a_birthday_s_plan_is_entered_so_many_days_before_it(house: House) -> None:
    terms = PlanTerms(
        "birthday", Entrance(EntryBy.DATE, date="birthday", days=3), (PlanStep(3 * DAY, "win_back", at=time(9)),)
    )
    await keep(house, terms, "birthday")
    await keep(house, replace(terms, kind="again", condition=FIRST_ORDER), "again")
    who = await contact_of(house, CAL)
    born = (house.clock.now() + 4 * DAY).date()
    cal = replace(shop.customer(CAL, None, "Cal"), birthday=f"1990-{born:%m-%d}")
    await house.tell(CustomerUpdated(cal, house.clock.now()))
    await house.settle()
    await look(house)
    assert await entries(house, CAL, "birthday") == []
    await house.pass_(now=DAY)
    await look(house)
    await look(house)
    assert [one.contact for one in await entries(house, CAL, "birthday")] == [who]
    assert await entries(house, CAL, "again") == [], "who never ordered does not meet its condition"


class _Dies(Exception):
    """A process dies here."""


async def test_a_look_that_dies_lets_nobody_in_twice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part is one transaction; what died within one is done again, and so is the whole, by another firing."""
    many = entering.PAGE + 7

    async def make(turn: Turn) -> list[UUID]:
        return [await someone(turn.unit, number, timezone="America/Chicago") for number in range(many)]

    people = set(await house.act(make))
    await keep(house, replace(WIN_BACK_TERMS, condition=EVERYBODY, holdout=0.0))
    died: list[UUID] = []

    async def dies(turn: Turn, plan: KeptPlan, contact: UUID, occasion: str) -> bool:
        if len(died) < 2 and contact == max(people):
            died.append(contact)
            raise _Dies
        return await ENTER(turn, plan, contact, occasion)

    monkeypatch.setattr(entering, "enter", dies)
    await look(house)
    for _ in range(3):
        await house.pass_(elapsed=HOUR)
    assert len(died) == 2, "it died, and was done again"
    await look(house)
    rows = await house.act(lambda turn: turn.unit.rows(select(plan_entries.c.contact)))
    assert sorted(row.contact for row in rows if row.contact in people) == sorted(people)


async def test_two_who_are_one_are_in_a_plan_once(house: House) -> None:
    await keep(house, replace(WIN_BACK_TERMS, condition=EVERYBODY, holdout=0.0))
    await look(house)
    ann, cal = await contact_of(house, ANN), await contact_of(house, CAL)
    await house.act(lambda turn: merge(turn.unit, cal, ann, turn.now))
    theirs = await entries(house, ANN)
    assert [one.ended for one in theirs if one.ended is None] == [None], "one of both goes on"
    runs = await house.act(lambda turn: turn.unit.runs.open_of(ann))
    assert [run.key for run in runs] == [f"{WIN_BACK}:{ann}"]


async def test_an_erasure_ends_it_and_names_nobody(house: House) -> None:
    await draw(house, ANN, 0.9)
    await keep(house, WIN_BACK_TERMS)
    await look(house)
    who = await contact_of(house, ANN)
    await house.tell(PersonRedacted(shop.customer(ANN, None, "Ann"), (), house.clock.now()))
    await house.settle()
    (entry,) = await house.act(lambda turn: turn.unit.of(PlanEntries).of(who, WIN_BACK))
    assert (entry.ended, await house.act(lambda turn: turn.unit.runs.open_of(who))) == ("erased", [])
    await house.pass_(now=8 * DAY, elapsed=HOUR)
    await look(house)
    assert house.texts_to(ANN) == []
    assert len(await house.act(lambda turn: turn.unit.of(PlanEntries).of(who, WIN_BACK))) == 1


async def test_two_plans_of_a_kind_that_want_somebody_at_once_get_them_once(house: House) -> None:
    terms = PlanTerms("offers", Entrance(EntryBy.HAND), (PlanStep(DAY, "win_back"),))
    plans = [await keep(house, terms, name) for name in ("one", "two", "three")]
    who = await contact_of(house, ANN)
    entered = await asyncio.gather(
        *(house.act(lambda turn, plan=plan: entering.enter(turn, plan, who, "by hand")) for plan in plans)  # type: ignore[misc]
    )
    assert sorted(entered) == [False, False, True]
    runs = await house.act(lambda turn: turn.unit.runs.open_of(who))
    assert [run.key for run in runs] == [f"offers:{who}"]
