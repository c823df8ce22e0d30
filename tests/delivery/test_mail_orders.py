"""News of orders to people with a mail address alone: to the address of that order, and to nobody else's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from flows.events import Customer, CustomerUpdated, OrderReserved, ReservedItem
from flows.mail_address import MAIL
from handlers.returns.person_reach import find_reach
from storage.facts.contact_ways import list_ways
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.mailing import agree, file
from tests.delivery.shop import MINUTE
from tests.delivery.test_order_crash import SOURCED
from tests.providers.smtp import SmtpStand

ANN = Customer(id="7", name="Ann Perkins", email="Ann@Mail.example", country="US", region="MO")
LINE = "+13145550101"


@pytest.fixture
async def provider() -> AsyncIterator[SmtpStand]:
    async with SmtpStand() as stand:
        yield stand


@pytest.fixture
async def house(database: str, provider: SmtpStand) -> AsyncIterator[House]:
    origins = {"smtp_url": provider.url}
    async with open_house(database, text=file() + SOURCED, origins=origins, whole=True) as opened:
        yield opened


async def reserve(house: House, who: Customer, ref: str = "o1") -> None:
    items = (ReservedItem("MUG", "", 1),)
    await house.tell(OrderReserved(ref, ref, items, False, who, house.clock.now()))
    await house.settle()


async def test_news_of_an_order_goes_to_its_mail(house: House, provider: SmtpStand) -> None:
    await reserve(house, ANN)
    taken = provider.messages[0]
    assert taken.to == "ann@mail.example"
    assert "Tiger mug" in taken.read()
    assert "Unsubscribe" not in taken.read()


async def test_news_of_an_order_with_another_mail_or_none_goes_nowhere(house: House, provider: SmtpStand) -> None:
    """The customer of an id has a mail address; this order was placed without it."""
    await house.tell(CustomerUpdated(ANN, house.clock.now()))
    await reserve(house, replace(ANN, email=None))
    assert provider.messages == []
    ann = await house.address(MAIL, "ann@mail.example")
    assert await house.act(lambda turn: list_ways(turn.unit, turn.business, ann.contact)) == ()


async def test_news_of_an_order_of_somebody_with_a_line_goes_there(house: House, provider: SmtpStand) -> None:
    """Anybody can type a mail address next to the number of another person."""
    await reserve(house, replace(ANN, phone=LINE))
    assert provider.messages == []
    assert house.texts_to(LINE)


async def test_a_return_of_somebody_with_two_mails_goes_to_neither(house: House) -> None:
    await house.tell(CustomerUpdated(ANN, house.clock.now()))
    ann = await house.address(MAIL, "ann@mail.example")
    reach = await house.act(lambda turn: find_reach(turn, ann.contact))
    assert [one.value for one in reach.addresses] == ["ann@mail.example"]
    await house.tell(CustomerUpdated(replace(ANN, email="ann@work.example"), house.clock.now()))
    await house.settle()
    reach = await house.act(lambda turn: find_reach(turn, ann.contact))
    assert reach.addresses == ()


async def test_a_cart_of_a_mail_alone_has_a_way(house: House, provider: SmtpStand) -> None:
    await agree(house, ANN)
    await house.tell(shop.cart(ANN, house.clock.now()))
    await house.settle()
    ann = await house.address(MAIL, "ann@mail.example")
    (cart,) = await house.act(lambda turn: turn.unit.carts.list_open(ann.contact))
    assert cart.reason is None
    await house.pass_(now=31 * MINUTE)
    assert [one.to for one in provider.messages] == ["ann@mail.example"]
