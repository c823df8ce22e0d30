"""A shop with a store and three customers, the plans that it keeps, and how they go."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

from bot.consumer import Consumer
from bot.conversations import CONVERSATIONS
from bot.recurring_work import Recurring
from flows.actor import SYSTEM
from flows.campaigns.campaign_texts import CampaignText
from flows.events import Item, OrderCreated
from flows.events.message_events import MessageReceived
from flows.money import Money
from flows.plans.plan_terms import Entrance, EntryBy, KeptPlan, PlanStep, PlanTerms
from flows.plans.standard_plans import WIN_BACK
from handlers.engine.turn import Turn
from handlers.plans import plan_admission
from storage.events.recurring_events import fire_now
from storage.plans.plan_entries import PlanEntries, PlanEntry
from storage.plans.plan_versions import KeptPlans
from storage.sending.holdout_draws import Assignment
from storage.sending.message import Message
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN

BEA, CAL = "+13145550122", "+13145550133"
NAMES = {ANN: "Ann", BEA: "Bea", CAL: "Cal"}
SITE = "https://parley-dev.myshopify.com"
DAY = timedelta(days=1)
CAP = (Item("CAP", "Cap", price=Money.parse("40", "USD")),)
FOLLOW_UP = PlanTerms(
    kind="follow_up",
    entrance=Entrance(EntryBy.EVENT, "order.created"),
    steps=(PlanStep(2 * DAY, texts=(CampaignText("Hi {name|friend}, how is the cap? {link}"),), at=time(12)),),
    exits=frozenset({"replied"}),
)
CARE = PlanTerms(
    kind="care",
    entrance=Entrance(EntryBy.HAND),
    steps=(PlanStep(DAY, texts=(CampaignText("One"),)), PlanStep(DAY, texts=(CampaignText("Two"),))),
    exits=frozenset(),
    items=frozenset({"blue  KURTA", "MUG-1"}),
)


@asynccontextmanager
async def opening(database: str) -> AsyncIterator[House]:
    """A shop with a store, whose three people agreed to its offers; Ann and Bea ordered once, a hundred days ago."""
    text = shop.file(store=True).replace('currency = "USD"', f'currency = "USD"\nsite = "{SITE}"', 1)
    async with open_house(database, text=text) as opened:
        turns = opened.service.turns
        opened.consumer = Consumer(turns, Recurring(turns, CONVERSATIONS.daily_jobs))
        for phone, name in NAMES.items():
            await opened.tell(shop.consented(shop.customer(phone, None, name), opened.clock.now(), ("sms",)))
        for phone in (ANN, BEA):
            await order(opened, phone, f"old-{phone}", opened.clock.now() - 100 * DAY)
        await opened.settle()
        yield opened


async def order(house: House, phone: str, name: str, at: datetime | None = None, *codes: str) -> None:
    who = shop.customer(phone, None, NAMES[phone])
    when = at or house.clock.now()
    await house.tell(OrderCreated(name, f"#{name}", Money.parse("40", "USD"), CAP, who, when, discount_codes=codes))
    await house.settle()


async def keep(house: House, terms: PlanTerms, name: str = WIN_BACK) -> KeptPlan:
    """Keep a plan, and turn it on."""

    async def make(turn: Turn) -> KeptPlan:
        kept = await turn.unit.of(KeptPlans).ensure(name, terms, SYSTEM, turn.now)
        await turn.unit.of(KeptPlans).set_enabled(kept.id, True, turn.now)
        return replace(kept, enabled=True)

    return await house.act(make)


async def contact_of(house: House, phone: str) -> UUID:
    return (await house.address("sms", phone)).contact


async def draw(house: House, phone: str, draw: float) -> None:
    who = await contact_of(house, phone)
    await house.act(lambda turn: turn.unit.draws.keep(Assignment(WIN_BACK, who, 0.1, draw)))


async def look(house: House) -> None:
    """The recurring work of the day, up to its end; a second later, for a firing has its moment."""
    house.clock.push(now=timedelta(seconds=1))
    assert await house.act(lambda turn: fire_now(turn.unit, plan_admission.JOB, turn.now))
    await house.settle()


async def entries(house: House, phone: str, kind: str = WIN_BACK) -> Sequence[PlanEntry]:
    who = await contact_of(house, phone)
    return await house.act(lambda turn: turn.unit.of(PlanEntries).list_entries(who, kind))


async def sent_to(house: House, phone: str) -> list[Message]:
    who = await contact_of(house, phone)
    page = await house.act(lambda turn: turn.unit.messages.page(None, who, None, 100))
    return [one for one in reversed(page) if one.experiment is not None]


async def write(house: House, phone: str, text: str) -> None:
    at = house.clock.now()
    await house.tell(MessageReceived("sms", phone, shop.NUMBER, f"in-{at.isoformat()}", text, at))
    await house.settle()


async def let_in(house: House, phone: str, plan: KeptPlan) -> None:
    who = await contact_of(house, phone)
    assert await house.act(lambda turn: plan_admission.enter(turn, plan, who, "by hand"))
