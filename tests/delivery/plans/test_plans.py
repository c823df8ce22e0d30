"""The steps of plans that are kept, their versions and figures: from the entry to an order or an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flows.actor import SYSTEM
from flows.campaigns.campaign_texts import CampaignText
from flows.delivery import MessageStatus
from flows.events import (
    ConsentAction,
    ConsentGiven,
    CustomerConsented,
    CustomerUpdated,
    OrderCancelled,
    OrderRefunded,
)
from flows.money import Money
from flows.plans.plan_terms import Entrance, EntryBy, PlanStep, PlanTerms
from flows.plans.standard_plans import WIN_BACK, WIN_BACK_TERMS, select_gone
from flows.policy.departure_facts import Programme
from handlers.actions.action import Origin, Refused
from handlers.engine.turn import Turn
from handlers.plans import plan_changes
from handlers.plans.plan_undo import UNDOES
from storage.businesses.deeds import Deeds
from storage.plans.plan_results import load_plan_results
from storage.plans.plan_versions import KeptPlans
from storage.reports.experiment_report import load_experiment_report
from storage.reports.report_values import HoldoutGroup
from tests.delivery import shop
from tests.delivery.campaigned import BY_HAND
from tests.delivery.house import House
from tests.delivery.planned import (
    BEA,
    CAL,
    CARE,
    DAY,
    FOLLOW_UP,
    NAMES,
    draw,
    entries,
    keep,
    let_in,
    look,
    order,
    sent_to,
)
from tests.delivery.shop import ANN, HOUR

CHICAGO = ZoneInfo("America/Chicago")


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
        lambda turn: load_experiment_report(
            turn.unit, turn.tenant, WIN_BACK, plan.terms.plan(WIN_BACK, turn.business.counts_for, UTC),
            turn.now,
        )
    )  # fmt: skip
    assert (report.messaged, report.held_out, report.ordered, report.revenue) == (2, 0, 1, Money.parse("40", "USD"))
    assert [(one.step, one.sent, one.recovered) for one in report.by_step] == [(1, 2, 0), (2, 2, 1), (3, 1, 0)]


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


async def test_a_change_is_taken_back_only_while_nothing_else_was_changed(house: House) -> None:
    """Also behind the undo of a later change of one's own."""
    plan, other = await keep(house, CARE, "care"), replace(BY_HAND, by=SYSTEM)

    async def change(who: Origin, **values: Any) -> None:
        async def work(turn: Turn) -> None:
            kept = await turn.unit.of(KeptPlans).find_by_name(plan.name)
            assert kept is not None
            await plan_changes.renew(turn, who.by, kept, replace(kept.terms, **values))

        await house.act(work)

    async def take_back(turn: Turn) -> None:
        deed = await turn.unit.of(Deeds).last(BY_HAND.by, {plan_changes.CHANGED})
        assert deed is not None
        await UNDOES.does(turn, BY_HAND, deed.id)

    async def terms() -> PlanTerms:
        kept = await house.act(lambda turn: turn.unit.of(KeptPlans).find_by_name(plan.name))
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
    found = await house.act(lambda turn: load_plan_results(turn.unit, turn.tenant, plan, turn.now))
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
    await house.tell(OrderRefunded("1001", "r1", Money.parse("15", "USD"), house.clock.now()))
    await house.tell(OrderCancelled("1002", house.clock.now()))
    await house.settle()
    for one, ordered, revenue in ((plan, 1, Money.parse("25", "USD")), (other, 0, Money(0, "USD"))):
        found = await house.act(lambda turn, one=one: load_plan_results(turn.unit, turn.tenant, one, turn.now))  # type: ignore[misc]
        assert (found.entered, found.report.ordered, found.report.revenue) == (1, ordered, revenue)
        parts = [(part.name, part.sent, part.ordered, part.revenue) for part in (*found.by_channel, *found.by_stage)]
        assert parts == [(name, 1, ordered, revenue) for name in ("sms", "dormant")]


async def test_whoever_is_inside_finishes_on_the_version_on_which_they_entered(house: House) -> None:
    await draw(house, ANN, 0.9)
    plan = await keep(house, WIN_BACK_TERMS)
    await look(house)
    await house.pass_(now=HOUR)
    later = replace(WIN_BACK_TERMS, steps=WIN_BACK_TERMS.steps[:1], condition=select_gone(60))
    assert await house.act(lambda turn: turn.unit.of(KeptPlans).change(plan, later, SYSTEM, turn.now))
    await house.pass_(now=8 * DAY, elapsed=HOUR)
    assert [one.step for one in await sent_to(house, ANN)] == [1, 2], "the new version has one step alone"
    newest = await house.act(lambda turn: turn.unit.of(KeptPlans).find_by_name(WIN_BACK))
    assert newest is not None
    assert (newest.version, newest.terms) == (2, later)


async def test_of_two_changes_of_one_version_the_first_holds(house: House) -> None:
    plan = await keep(house, CARE, "care")
    changes = [replace(CARE, holdout=share) for share in (0.1, 0.2)]
    took = [
        await house.act(lambda turn, one=one: turn.unit.of(KeptPlans).change(plan, one, SYSTEM, turn.now))  # type: ignore[misc]
        for one in changes
    ]
    kept = await house.act(lambda turn: turn.unit.of(KeptPlans).find_by_name("care"))
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
