"""Who gets money off for bringing somebody: nobody who was erased, nobody for themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.clock import PushedClock
from bot.simulator.simulated_phone import read_spoken
from flows.business import ChannelSettings, Referral
from flows.money import Money
from flows.policy.departure import judge
from flows.policy.departure_facts import Purpose
from handlers.engine.turn import Turn
from handlers.intake.intake import take
from handlers.intake.router import consume
from handlers.people import opt_outs
from handlers.privacy import privacy_requests
from handlers.sourcing.customer import friend_referral
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from storage.facts.departures import Planned, load_facts
from storage.people.people import Identity
from storage.schema import credits, messages
from storage.sending.message import Message
from storage.sourcing.referral_credits import INVITED, INVITING, Credits
from storage.sourcing.reservations import Reservations
from tests.sourced import NOOR, SOUVENIRS, Souvenirs, turns_of

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
GITA, CODE = "+919822222222", "R7K2QMX"
SMS = ChannelSettings("sms", "simulator", "+911140000001")
REFERS = replace(SOUVENIRS, channels=(*SOUVENIRS.channels, SMS), referral=Referral(100))


@pytest.fixture
async def house(store: Database) -> Souvenirs:
    clock = PushedClock(MONDAY)
    return await Souvenirs(turns_of(store, clock), clock, REFERS).open()


async def somebody(house: Souvenirs, phone: str, channel: str = "whatsapp") -> UUID:
    return await house.act(lambda turn: turn.unit.people.resolve([Identity(channel, phone)], turn.now))


async def granted(house: Souvenirs) -> list[tuple[UUID, str]]:
    """Who was given money off, and why."""

    async def work(turn: Turn) -> list[tuple[UUID, str]]:
        rows = await turn.unit.rows(
            select(credits.c.contact, credits.c.why).where(turn.unit.owns(credits)).order_by(credits.c.id)
        )
        return [(row.contact, row.why) for row in rows]

    return await house.act(work)


async def brought(house: Souvenirs) -> UUID:
    """Gita brought Noor: her id."""
    gita, noor = await somebody(house, GITA), await somebody(house, NOOR.whatsapp or "")

    async def work(turn: Turn) -> None:
        assert await turn.unit.of(Credits).grant(noor, INVITED, noor, Money.parse(100, "INR"), gita, turn.now)

    await house.act(work)
    return gita


async def delivered(house: Souvenirs, number: str) -> None:
    await house.confirmed(number)
    await house.picked(number, "connaught")
    for to in ("packed", "shipped", "delivered"):
        await house.moved(number, to)


async def news_of(house: Souvenirs, contact: UUID) -> list[Message]:
    """What they were told of their credit."""

    async def work(turn: Turn) -> list[Message]:
        thread = await turn.unit.messages.page(None, contact, None, 50)
        return [one for one in thread if one.template == "referral_earned"]

    return await house.act(work)


async def test_who_brought_them_is_rewarded_when_the_order_is_delivered(house: Souvenirs) -> None:
    """Found by play (M3): the credit came at payment, and its message was refused for lack of consent to offers."""
    gita = await brought(house)
    await house.confirmed("1")
    assert (gita, INVITING) not in await granted(house)
    await house.picked("1", "connaught")
    for to in ("packed", "shipped"):
        await house.moved("1", to)
    assert (gita, INVITING) not in await granted(house)
    await house.moved("1", "delivered")
    assert (await granted(house)).count((gita, INVITING)) == 1
    (news,) = await news_of(house, gita)
    assert (news.purpose, news.programme) == (Purpose.TRANSACTIONAL, None)


@pytest.mark.parametrize(("stops", "rule"), [(False, "ok"), (True, "consent.revoked")])
async def test_the_news_of_a_credit_needs_no_consent_to_offers(house: Souvenirs, stops: bool, rule: str) -> None:
    gita = await brought(house)
    if stops:
        await house.act(lambda turn: opt_outs.opt_out(turn, gita, "a test", gita))
    await delivered(house, "1")
    (news,) = await news_of(house, gita)
    planned = Planned(
        news.kind, news.purpose, news.programme, news.channel, news.address, gita, news.created_at, news.template
    )

    async def work(turn: Turn) -> str:
        (facts,) = await load_facts(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
        return judge(replace(facts, has_template=True), turn.now).rule

    assert await house.act(work) == rule


@pytest.mark.parametrize("back", ["refunded", "returned"])
async def test_what_came_back_later_earns_nothing(house: Souvenirs, back: str) -> None:
    """The shop's own systems report it: money that went back, or goods."""
    gita = await brought(house)
    await delivered(house, "1")
    assert await house.act(lambda turn: friend_referral.find_discount(turn, gita)) is not None

    async def work(turn: Turn) -> None:
        (order,) = await turn.unit.of(Reservations).list_by_contact(await noor_of(turn), 5)
        purchase = await turn.unit.orders.get(order.id)
        assert purchase is not None
        assert purchase.total is not None
        await turn.unit.orders.note(order.id, **{back: purchase.total.micros})

    await house.act(work)
    assert await house.act(lambda turn: friend_referral.find_discount(turn, gita)) is None


async def noor_of(turn: Turn) -> UUID:
    return await turn.unit.people.resolve([Identity("whatsapp", NOOR.whatsapp or "")], turn.now)


async def test_who_was_erased_is_not_rewarded(house: Souvenirs) -> None:
    gita = await brought(house)
    await house.act(lambda turn: privacy_requests.erase_person(turn, gita, "a test asked to erase"))
    await delivered(house, "1")
    assert [why for _, why in await granted(house)] == [INVITED]


@pytest.mark.parametrize(
    ("phone", "template", "given"),
    [
        pytest.param(GITA, "referral_refused", [], id="her own phone, on another channel"),
        pytest.param("+919833333333", "referred", [INVITED], id="a friend's"),
    ],
)
async def test_nobody_brings_themselves_by_another_channel(
    house: Souvenirs, phone: str, template: str, given: list[str]
) -> None:
    """The shop told her number for WhatsApp; a text from it is hers as well."""
    gita = await somebody(house, GITA)
    assert await house.act(lambda turn: turn.unit.of(Credits).give_code(CODE, gita, turn.now))
    writer = await somebody(house, phone, "sms")
    assert (writer == gita) is (phone == GITA)
    assert await answers(house, f"sms:{phone}", f"code {CODE}", writer) == [template]
    assert [why for _, why in await granted(house)] == given


async def answers(house: Souvenirs, sender: str, text: str, writer: UUID) -> list[str]:
    """What they get for it."""

    async def work(turn: Turn) -> list[str]:
        said = await read_spoken(turn, {"from": sender, "text": text})
        taken = await take(turn, said.incoming)
        stored = Stored(
            house.business.id, taken.id, said.incoming.source, "message.received", writer, turn.now, 0, said.event
        )
        await consume(turn, stored)
        query = (
            select(messages.c.template)
            .where(turn.unit.owns(messages), messages.c.contact == writer, messages.c.direction == "out")
            .order_by(messages.c.id)
        )
        return [row.template for row in await turn.unit.rows(query)]

    return await house.act(work)
