"""A friend's code is for who is new here: not for who wrote, ordered or bought before, and not for its owner."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

import pytest

from bot.clock import PushedClock
from flows.business import ChannelSettings
from flows.events import Customer, OrderCreated
from flows.money import Money
from handlers.engine.turn import Turn
from storage.database.stores import Database
from storage.sourcing.referral_credits import INVITED, Credits
from storage.store.latest_purchase import remember_purchase
from tests.handlers.sourcing.customer.test_referring import CODE, GITA, MONDAY, REFERS, answers, granted, somebody
from tests.sourced import Souvenirs, turns_of

FRIEND = "+919833333333"
Before = Callable[[Souvenirs, UUID], Awaitable[None]]


async def nothing(_house: Souvenirs, _writer: UUID) -> None:
    """They are new."""


async def wrote(house: Souvenirs, writer: UUID) -> None:
    """They said something before."""
    await answers(house, f"whatsapp:{FRIEND}", "hello", writer)


async def bought(house: Souvenirs, writer: UUID) -> None:
    """The shop's system told that they bought something."""
    await house.act(lambda turn: remember_purchase(turn.unit, writer, turn.now))


async def ordered(house: Souvenirs, writer: UUID) -> None:
    """The shop's system told of an order of theirs."""

    async def work(turn: Turn) -> None:
        order = await turn.unit.orders.ensure("api", "o1", turn.now)
        news = OrderCreated("o1", "1", Money.parse(899, "INR"), (), Customer(), turn.now)
        await turn.unit.orders.place(order, news, writer, None)

    await house.act(work)


@pytest.mark.parametrize(
    ("before", "template", "given"),
    [
        pytest.param(nothing, "referred", [INVITED], id="new"),
        pytest.param(wrote, "referral_refused", [], id="wrote before"),
        pytest.param(bought, "referral_refused", [], id="bought before"),
        pytest.param(ordered, "referral_refused", [], id="ordered before"),
    ],
)
async def test_a_code_is_for_who_is_new(store: Database, before: Before, template: str, given: list[str]) -> None:
    clock = PushedClock(MONDAY)
    house = await Souvenirs(turns_of(store, clock), clock, REFERS).open()
    gita, writer = await somebody(house, GITA), await somebody(house, FRIEND)
    assert await house.act(lambda turn: turn.unit.of(Credits).give_code(CODE, gita, turn.now))
    await before(house, writer)
    assert (await answers(house, f"whatsapp:{FRIEND}", f"code {CODE}", writer))[-1] == template
    assert [why for _, why in await granted(house)] == given


@pytest.mark.parametrize(("channel", "name"), [("whatsapp", GITA), ("telegram", "77")])
async def test_nobody_comes_by_their_own_code(store: Database, channel: str, name: str) -> None:
    """Telegram tells no number by which they would be known."""
    clock = PushedClock(MONDAY)
    chats = (*REFERS.channels, ChannelSettings("telegram", "simulator", "souvenirs_bot"))
    house = await Souvenirs(turns_of(store, clock), clock, replace(REFERS, channels=chats)).open()
    gita = await somebody(house, name, channel)
    assert await house.act(lambda turn: turn.unit.of(Credits).give_code(CODE, gita, turn.now))
    assert await answers(house, f"{channel}:{name}", f"code {CODE}", gita) == ["referral_refused"]
    assert await granted(house) == []


async def test_one_new_person_is_one_credit_however_often_they_come(store: Database) -> None:
    clock = PushedClock(MONDAY)
    house = await Souvenirs(turns_of(store, clock), clock, REFERS).open()
    gita, writer = await somebody(house, GITA), await somebody(house, FRIEND)
    assert await house.act(lambda turn: turn.unit.of(Credits).give_code(CODE, gita, turn.now))

    async def grant(turn: Turn) -> bool:
        off = Money.parse(100, "INR")
        return await turn.unit.of(Credits).grant(writer, INVITED, writer, off, gita, turn.now)

    assert await house.act(grant)
    house.later(minutes=1)
    assert not await house.act(grant)
    assert await granted(house) == [(writer, INVITED)]
