"""Plans that are kept: whoever meets the condition enters once, gets the steps, and leaves by an order or an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bot.consumer import Consumer
from bot.recurring import Recurring
from flows.actor import SYSTEM
from flows.delivery import MessageStatus
from flows.events import Item, OrderCreated
from flows.events.messages import MessageReceived
from flows.money import Money
from flows.plans.ready import WIN_BACK, WIN_BACK_TERMS
from flows.plans.terms import KeptPlan, PlanTerms
from handlers.plans import entering
from handlers.turn import Turn
from storage.draws import Assignment
from storage.message import Message
from storage.plans.entries import PlanEntries, PlanEntry
from storage.plans.kept import KeptPlans
from storage.reports.experiment import experiment_report
from storage.schedule import fire_now
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN, HOUR

BEA, CAL = "+13145550122", "+13145550133"
NAMES = {ANN: "Ann", BEA: "Bea", CAL: "Cal"}
SITE = "https://parley-dev.myshopify.com"
DAY = timedelta(days=1)
CAP = (Item("CAP", "Cap", price=Money.of("40", "USD")),)


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """A shop with a store, whose three people agreed to its offers; Ann and Bea ordered once, a hundred days ago."""
    text = shop.file(store=True).replace('currency = "USD"', f'currency = "USD"\nsite = "{SITE}"', 1)
    async with open_house(database, text=text) as opened:
        turns = opened.service.turns
        opened.consumer = Consumer(turns, Recurring(turns, turns.tools.conversations.jobs))
        for phone, name in NAMES.items():
            await opened.tell(shop.consented(shop.customer(phone, None, name), opened.clock.now(), ("sms",)))
        for phone in (ANN, BEA):
            await _order(opened, phone, f"old-{phone}", opened.clock.now() - 100 * DAY)
        await opened.settle()
        yield opened


async def _order(house: House, phone: str, name: str, at: datetime | None = None, *codes: str) -> None:
    who = shop.customer(phone, None, NAMES[phone])
    when = at or house.clock.now()
    await house.tell(OrderCreated(name, f"#{name}", Money.of("40", "USD"), CAP, who, when, discount_codes=codes))
    await house.settle()


async def _keep(house: House, terms: PlanTerms, name: str = WIN_BACK) -> KeptPlan:
    """Keep a plan, and turn it on."""

    async def make(turn: Turn) -> KeptPlan:
        kept = await turn.unit.of(KeptPlans).make(name, terms, SYSTEM, turn.now)
        await turn.unit.of(KeptPlans).turn(kept.id, True, turn.now)
        return replace(kept, enabled=True)

    return await house.act(make)


async def _contact(house: House, phone: str) -> UUID:
    return (await house.address("sms", phone)).contact


async def _draw(house: House, phone: str, draw: float) -> None:
    who = await _contact(house, phone)
    await house.act(lambda turn: turn.unit.draws.keep(Assignment(WIN_BACK, who, 0.1, draw)))


async def _look(house: House) -> None:
    """The recurring work of the day, up to its end."""
    assert await house.act(lambda turn: fire_now(turn.unit, entering.JOB, turn.now))
    await house.settle()


async def _entries(house: House, phone: str, kind: str = WIN_BACK) -> Sequence[PlanEntry]:
    who = await _contact(house, phone)
    return await house.act(lambda turn: turn.unit.of(PlanEntries).of(who, kind))


async def _sent(house: House, phone: str) -> list[Message]:
    who = await _contact(house, phone)
    page = await house.act(lambda turn: turn.unit.messages.page(None, who, None, 100))
    return [one for one in reversed(page) if one.experiment is not None]


async def _write(house: House, phone: str, text: str) -> None:
    at = house.clock.now()
    await house.tell(MessageReceived("sms", phone, shop.NUMBER, f"in-{at.isoformat()}", text, at))
    await house.settle()


async def test_whoever_is_silent_for_long_enters_once_gets_the_steps_and_a_purchase_ends_it(house: House) -> None:
    for phone in (ANN, BEA):
        await _draw(house, phone, 0.9)
    plan = await _keep(house, WIN_BACK_TERMS)
    await _look(house)
    assert [len(await _entries(house, phone)) for phone in NAMES] == [1, 1, 0]
    assert (await _entries(house, ANN))[0].stage == "dormant"
    assert await _sent(house, ANN) == [], "the first step leaves at eleven where she is"
    await house.pass_(now=HOUR)
    (first,) = await _sent(house, ANN)
    assert (first.status, first.step, first.template, first.experiment) == (MessageStatus.SENT, 1, WIN_BACK, WIN_BACK)
    assert house.texts_to(ANN)[0].startswith("Tiger Tees: We have not seen you for a while. Something new is here: ")
    assert f": {house.url}/l/" in house.texts_to(ANN)[0]
    await _look(house)
    assert len(await _entries(house, ANN)) == 1, "nobody enters twice"
    await house.pass_(now=7 * DAY, elapsed=HOUR)
    second = (await _sent(house, ANN))[-1]
    assert (second.step, second.template, second.data["percent"]) == (2, "win_back_code", 10)
    await _order(house, ANN, "1001", None, str(second.data["code"]))
    (entry,) = await _entries(house, ANN)
    assert (entry.ended, entry.rests_until) == ("bought", None)
    await house.pass_(now=31 * DAY, elapsed=HOUR)
    assert len(await _sent(house, ANN)) == 2, "nothing more is sent to her"
    last = (await _sent(house, BEA))[-1]
    assert (last.step, last.template, last.data["percent"]) == (3, "win_back_last", 15), "the offers grow"
    report = await house.act(
        lambda turn: experiment_report(
            turn.unit, turn.tenant, WIN_BACK, plan.terms.plan(WIN_BACK, turn.business.counts_for, UTC), None, None,
            turn.now,
        )
    )  # fmt: skip
    assert (report.messaged, report.held_out, report.ordered, report.revenue) == (2, 0, 1, Money.of("40", "USD"))
    assert [(one.step, one.sent, one.recovered) for one in report.by_step] == [(1, 2, 0), (2, 2, 1), (3, 1, 0)]
