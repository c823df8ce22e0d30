"""Recovery by e-mail and SMS in one sequence: each step goes to one channel, chosen by what the person answered."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from flows.delivery import TAKEN
from flows.events import Customer
from flows.mail_address import MAIL
from handlers.actions.message_explanation import explain
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from storage.people.people import Address
from storage.sending.short_links import Link
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.mailing import agree, file
from tests.delivery.shop import HOUR, MINUTE
from tests.providers.smtp import RCPT, SmtpStand

PHONE = "+447400123456"
EVE = Customer(id="9", name="Eve", email="eve@mail.example", phone=PHONE, country="GB")
STEPS = '{ after = "30m" }, { after = "4h" }, { after = "1d" }'
FOLLOWS = "They had answered on this channel last."


@pytest.fixture
async def provider() -> AsyncIterator[SmtpStand]:
    async with SmtpStand() as stand:
        yield stand


@pytest.fixture
async def house(database: str, provider: SmtpStand) -> AsyncIterator[House]:
    text = file(steps=STEPS, channels=("email", "sms"))
    async with open_house(database, text=text, origins={"smtp_url": provider.url}, whole=True) as opened:
        await agree(opened, EVE, MAIL, "sms")
        await opened.tell(shop.cart(EVE, opened.clock.now()))
        yield opened


async def reminded(house: House) -> list[tuple[str, int | None]]:
    """The channel and the step of each reminder that left, oldest first."""

    async def find(turn: Turn) -> list[tuple[str, int | None]]:
        page = await turn.unit.messages.page(None, None, None, 1000)
        return [(one.channel, one.step) for one in reversed(page) if one.subject_kind == "cart" and one.status in TAKEN]

    return await house.act(find)


async def click(house: House, to: Address, *, robot: bool = False) -> None:
    """A link that left to this address is opened."""
    message = await house.post(to, f"order{robot}")
    await house.settle()
    link = Link(shop.TIGER, f"abcdef{robot:d}", "https://tigertees.example", message, to.contact)
    await house.act(lambda turn: turn.unit.links.add_all([link], turn.now))
    await house.act(lambda turn: turn.unit.links.visit(link, turn.now, robot=robot))


async def why(house: House) -> list[str]:
    """How the last reminder is explained."""

    async def look(turn: Turn) -> list[str]:
        last = next(one for one in await turn.unit.messages.page(None, None, None, 9) if one.subject_kind == "cart")
        return [make_english(turn).say(line) for line in (await explain(turn, last.id)).lines]

    return await house.act(look)


async def test_without_an_answer_each_step_goes_by_the_order_of_the_channels(house: House) -> None:
    await house.pass_(now=31 * MINUTE)
    await click(house, await house.address("sms", PHONE), robot=True)
    await house.pass_(now=4 * HOUR)
    assert await reminded(house) == [(MAIL, 1), (MAIL, 2)]
    assert FOLLOWS not in await why(house)


async def test_the_next_step_goes_where_the_person_answered(house: House, provider: SmtpStand) -> None:
    await house.pass_(now=31 * MINUTE)
    await click(house, await house.address("sms", PHONE))
    await house.pass_(now=4 * HOUR)
    assert await reminded(house) == [(MAIL, 1), ("sms", 2)]
    assert FOLLOWS in await why(house)
    await click(house, await house.address(MAIL, "eve@mail.example"), robot=True)
    await house.pass_(now=20 * HOUR)
    assert await reminded(house) == [(MAIL, 1), ("sms", 2), ("sms", 3)], "one message a step, never two"


async def test_a_step_whose_mail_bounces_leaves_by_sms(house: House, provider: SmtpStand) -> None:
    provider.fail(at=RCPT, code=550, said="5.1.1 no such user")
    await house.pass_(now=31 * MINUTE)
    await house.settle()
    assert provider.messages == []
    assert await reminded(house) == [("sms", 1)]
    assert any("which did not get through" in line for line in await why(house))
    await house.pass_(now=4 * HOUR)
    assert await reminded(house) == [("sms", 1), ("sms", 2)]
