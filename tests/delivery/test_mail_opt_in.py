"""The second step of an opt-in by e-mail, where the business asks for it: a yes on a page, and by nothing else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from uuid import UUID

import pytest
from aiohttp import ClientSession

from flows.events import ConsentAction, ConsentGiven, CustomerConsented
from flows.mail_address import MAIL
from flows.policy.departure_facts import ConsentState, Programme
from handlers.engine.turn import Turn
from handlers.people.end_links import make_confirmation_link, make_preferences_link
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import MINUTE
from tests.delivery.test_mails import ANN, FILE, NUMBER, meet_ann, provider
from tests.providers.smtp import SmtpStand

__all__ = ["provider"]


@pytest.fixture
async def house(database: str, provider: SmtpStand) -> AsyncIterator[House]:
    text = f"{FILE}double_opt_in = true\n"
    async with open_house(database, text=text, origins={"smtp_url": provider.url}, whole=True) as opened:
        yield opened


async def test_a_ticked_box_waits_for_a_yes_on_the_page(house: House, provider: SmtpStand) -> None:
    ann = await meet_ann(house)
    await house.pass_(now=MINUTE)
    (asked,) = provider.messages
    assert asked.mail["Subject"] == "Do you want mails from Tiger Tees?"
    found = re.search(r"Yes, I want them: (\S+/p/\S+)", asked.read())
    assert found is not None
    await house.tell(shop.cart(ANN, house.clock.now()))
    await house.pass_(now=31 * MINUTE)
    assert len(provider.messages) == 1
    async with ClientSession() as session:
        shown = await (await session.get(found[1])).text()
        assert "a…@mail.example" in shown
        assert (await _state(house, ann.id)) is ConsentState.GRANTED
        answer = await session.post(found[1], data={"confirm": "yes"}, allow_redirects=False)
        assert (answer.status, "a…@mail.example to get" in await answer.text()) == (200, False)
    assert (await _state(house, ann.id)) is ConsentState.CONFIRMED
    line = (await house.act(lambda turn: turn.unit.consents.ledger(ann.contact)))[-1]
    assert (line.teller, line.source) == ("person", "the page of preferences")
    await house.pass_(now=24 * 60 * MINUTE)
    assert [one.mail["Subject"] for one in provider.messages[1:]] == ["You left Tiger tee in your cart"]


async def test_a_page_that_another_page_links_confirms_nothing(house: House) -> None:
    """Somebody typed another person's mail next to their own number; their pages link those of the mail."""
    at = house.clock.now()
    given = [ConsentGiven(one, ConsentAction.GRANTED, "checkout", "", at, double=one == "sms") for one in (MAIL, "sms")]
    await house.tell(CustomerConsented(replace(ANN, phone=NUMBER), tuple(given), at))
    await house.settle()
    sms, mail = await house.address("sms", NUMBER), await house.address(MAIL, "ann@mail.example")
    own = await house.act(lambda turn: _link(turn, sms.id))
    async with ClientSession() as session:
        ends = re.findall(r'"(/u/[^"]+)"', await (await session.get(own)).text())
        shown = [await (await session.get(house.url + end)).text() for end in ends]
        pages = {found for one in shown for found in re.findall(r'"(/p/[^"]+)"', one)}
        assert len(pages) == 2
        for page in pages:
            assert "Yes, send them</button>" not in await (await session.get(house.url + page)).text()
            assert (await session.post(house.url + page, data={"confirm": "yes"})).status == 200
    assert (await _state(house, mail.id)) is ConsentState.GRANTED


async def _link(turn: Turn, address: UUID, make: Callable[[Turn, UUID], str] = make_preferences_link) -> str:
    return make(turn, address)


@pytest.mark.parametrize("channel", [MAIL, "sms"])
async def test_the_page_confirms_nothing_where_no_second_step_is_asked_for(house: House, channel: str) -> None:
    """For texts it is an answer by text; for mails a business may not ask for it."""
    await house.apply(f"{FILE}double_opt_in = {'false' if channel == MAIL else 'true'}\n")
    at = house.clock.now()
    consent = ConsentGiven(channel, ConsentAction.GRANTED, "checkout", "", at)
    await house.tell(CustomerConsented(replace(ANN, phone=NUMBER), (consent,), at))
    await house.settle()
    there = await house.address(channel, NUMBER if channel == "sms" else "ann@mail.example")
    page = await house.act(lambda turn: _link(turn, there.id, make_confirmation_link))
    async with ClientSession() as session:
        assert (await session.post(page, data={"confirm": "yes"})).status == 200
    assert (await _state(house, there.id)) is ConsentState.GRANTED


async def test_an_ended_consent_comes_back_by_no_page(house: House, provider: SmtpStand) -> None:
    ann = await meet_ann(house)
    await house.pass_(now=MINUTE)
    text = provider.messages[0].read()
    page, end = re.search(r"(\S+/p/\S+)", text), provider.messages[0].mail["List-Unsubscribe"]
    assert page is not None
    async with ClientSession() as session:
        await session.post(end.strip("<>"), data={"List-Unsubscribe": "One-Click"})
        await house.settle()
        assert "Yes, send them</button>" not in await (await session.get(page[1])).text()
        await session.post(page[1], data={"confirm": "yes"})
    assert (await _state(house, ann.id)) is ConsentState.REVOKED


async def _state(house: House, address: object) -> ConsentState:
    states = await house.act(lambda turn: turn.unit.consents.states([address]))  # type: ignore[list-item]
    return states[address, Programme.REMINDERS]  # type: ignore[index]
