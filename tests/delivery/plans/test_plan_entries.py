"""Who enters a plan, and when: once, of a kind one at a time, by an event, a birthday, or looked for each morning."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from flows.actor import COMMAND_LINE
from flows.audience.criteria import EVERYBODY
from flows.events import (
    ConsentAction,
    ConsentGiven,
    CustomerConsented,
    CustomerUpdated,
    OrderDelivered,
    OrderShipped,
)
from flows.plans.plan_terms import FIRST_ORDER, Entrance, EntryBy, KeptPlan, PlanStep, PlanTerms
from flows.plans.standard_plans import WIN_BACK, WIN_BACK_TERMS, select_gone
from flows.privacy_limits import PrivacyLimit
from flows.sequence import State
from handlers.engine.turn import Turn
from handlers.plans import plan_admission
from storage.consent.privacy_limits import PrivacyLimits
from storage.events.event_inbox import Stored
from storage.events.recurring_events import fire_now
from storage.people.people_merge import merge
from storage.plans.plan_versions import KeptPlans
from storage.schema import events, plan_entries, runs
from storage.sql import json_codec
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.planned import (
    BEA,
    CAL,
    CARE,
    DAY,
    FOLLOW_UP,
    contact_of,
    entries,
    keep,
    let_in,
    look,
    order,
    sent_to,
)
from tests.delivery.shop import ANN, HOUR
from tests.storage.sending.test_fanout import someone

ENTER = plan_admission.enter


@pytest.mark.parametrize("terms", [WIN_BACK_TERMS, replace(WIN_BACK_TERMS, condition=select_gone(60))])
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


async def test_of_a_plan_that_is_turned_off_between_two_pages_no_other_begins_in_the_middle(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_admission, "PAGE", 1)
    first, second = [
        await keep(house, replace(WIN_BACK_TERMS, kind=name), name) for name in ("win_back", "also_win_back")
    ]
    await house.act(lambda turn: fire_now(turn.unit, plan_admission.JOB, turn.now))
    (row,) = await house.act(lambda turn: turn.unit.rows(select(events).where(events.c.type == plan_admission.JOB)))
    firing = Stored(row.business, row.id, row.source, row.type, None, row.received_at, 0, None)
    assert not await house.act(lambda turn: plan_admission.look(turn, firing))
    await house.act(lambda turn: turn.unit.of(KeptPlans).set_enabled(first.id, False, turn.now))
    await house.settle()
    assert [len(await entries(house, phone, first.name)) for phone in (ANN, BEA)] in ([1, 0], [0, 1])
    assert [len(await entries(house, phone, second.name)) for phone in (ANN, BEA)] == [1, 1]


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


async def test_an_event_lets_in_whoever_meets_the_condition_alone(house: House) -> None:
    await keep(house, replace(FOLLOW_UP, condition=FIRST_ORDER), "follow_up")
    for phone in (ANN, CAL):
        await order(house, phone, f"new-{phone}")
    assert [len(await entries(house, phone, "follow_up")) for phone in (ANN, CAL)] == [0, 1], "Ann ordered before"


async def test_after_an_objection_to_profiling_no_stage_is_noted(house: House) -> None:
    plan = await keep(house, PlanTerms("offers", Entrance(EntryBy.HAND), (PlanStep(DAY, "win_back"),)), "plain")
    people = [await contact_of(house, one) for one in (ANN, CAL)]
    await order(house, CAL, "first")

    async def enter(turn: Turn) -> None:
        await turn.unit.of(PrivacyLimits).add(people[0], PrivacyLimit.PROFILING, COMMAND_LINE, turn.now)
        for who in people:
            await plan_admission.enter(turn, plan, who, "by hand")

    await house.act(enter)
    assert [[one.stage for one in await entries(house, phone, "offers")] for phone in (ANN, CAL)] == [[""], ["new"]]


async def test_of_a_kind_the_stronger_plan_ends_the_weaker(house: House) -> None:
    weak = PlanTerms("offers", Entrance(EntryBy.HAND), (PlanStep(DAY, "win_back"),))
    strong, equal = replace(weak, priority=2), replace(weak, priority=2)
    plans = [await keep(house, one, name) for one, name in ((weak, "weak"), (strong, "strong"), (equal, "equal"))]
    who = await contact_of(house, ANN)

    async def enter(turn: Turn) -> list[bool]:
        return [await plan_admission.enter(turn, plan, who, "by hand") for plan in (*plans, plans[0])]

    assert await house.act(enter) == [True, True, False, False]
    ended = {one.plan: one.ended for one in await entries(house, ANN, "offers")}
    assert ended == {plans[0].id: "stronger", plans[1].id: None}
    await house.pass_(now=DAY)
    assert [one.experiment for one in await sent_to(house, ANN)] == ["strong"]


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


_ZONES = ("Asia/Kolkata", "Pacific/Honolulu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Chicago")


@pytest.mark.parametrize("skipped", [None, 0], ids=["each day", "nothing ran on the day before"])
@pytest.mark.parametrize("zone", _ZONES)
async def test_a_birthday_s_message_is_due_at_their_own_hour_of_their_own_day(
    house: House, zone: str, skipped: int | None
) -> None:
    steps = (PlanStep(timedelta(), "win_back", at=time(11)),)
    await keep(house, PlanTerms("birthday", Entrance(EntryBy.DATE, date="birthday"), steps), "birthday")
    day = (house.clock.now() + 2 * DAY).astimezone(ZoneInfo("America/Chicago")).date()
    cal = replace(shop.customer(CAL, None, "Cal"), birthday=f"1990-{day:%m-%d}", timezone=zone)
    await house.tell(CustomerUpdated(cal, house.clock.now()))
    await house.settle()
    morning = datetime.combine(day - DAY, plan_admission.MORNING, ZoneInfo("America/Chicago"))
    for number in range(3):
        await house.pass_(now=morning + number * DAY - house.clock.now())
        if number != skipped:
            await look(house)
    (entry,) = await entries(house, CAL, "birthday")
    (run,) = await house.act(lambda turn: turn.unit.rows(select(runs.c.state).where(runs.c.subject == entry.id)))
    anchor = json_codec.load(State, run.state).anchor
    assert anchor == datetime.combine(day, time(), ZoneInfo(zone))
    due = datetime.combine(day, time(11), ZoneInfo(zone))
    assert entry.entered_at < due or (skipped is not None and zone in {"Asia/Kolkata", "Pacific/Kiritimati"})


class _Dies(Exception):
    """A process dies here."""


async def test_a_look_that_dies_lets_nobody_in_twice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part is one transaction; what died within one is done again, and so is the whole, by another firing."""
    many = plan_admission.PAGE + 7

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

    monkeypatch.setattr(plan_admission, "enter", dies)
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
    runs = await house.act(lambda turn: turn.unit.runs.list_open(ann))
    assert [run.key for run in runs] == [f"{WIN_BACK}:{ann}"]


async def test_two_plans_of_a_kind_that_want_somebody_at_once_get_them_once(house: House) -> None:
    terms = PlanTerms("offers", Entrance(EntryBy.HAND), (PlanStep(DAY, "win_back"),))
    plans = [await keep(house, terms, name) for name in ("one", "two", "three")]
    who = await contact_of(house, ANN)
    entered = await asyncio.gather(
        *(house.act(lambda turn, plan=plan: plan_admission.enter(turn, plan, who, "by hand")) for plan in plans)  # type: ignore[misc]
    )
    assert sorted(entered) == [False, False, True]
    runs = await house.act(lambda turn: turn.unit.runs.list_open(who))
    assert [run.key for run in runs] == [f"offers:{who}"]
