"""Messages that leave as mails: through the outbox to a real SMTP server."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from flows.channels import CHANNELS
from flows.delivery import Failure, MessageStatus, plan_next_try
from flows.events import ConsentAction, ConsentGiven, Customer, CustomerConsented
from flows.mail_address import MAIL
from flows.message_files import Attachment
from flows.policy.departure_facts import ConsentState, Programme
from handlers.engine.turn import Turn
from handlers.people.end_links import make_end_link
from handlers.returns.person_reach import find_reach
from storage.people.people import Address
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import MINUTE
from tests.delivery.test_attachments import CHART, PAPER
from tests.handlers.actions.explained import explain
from tests.providers.smtp import CONTENT, DATA, PASSWORD, RCPT, SENDER, USER, SmtpStand

ANN = Customer(id="7", name="Ann Perkins", email="Ann@Mail.example", country="US", region="MO")
NUMBER = "+13145550101"
FILE = f"""{
    shop.file(channels=("email", "sms")).replace(
        'currency = "USD"',
        'currency = "USD"'
        + '''
mailing_address = "12 Main St, Newark, NJ 07102"''',
    )
}
[channels.email]
host = "127.0.0.1"
tls = "none"
user = "{USER}"
password = "{PASSWORD}"
from = "Tiger Tees <{SENDER}>"
"""


@pytest.fixture
async def provider() -> AsyncIterator[SmtpStand]:
    async with SmtpStand() as stand:
        yield stand


@pytest.fixture
async def house(database: str, provider: SmtpStand) -> AsyncIterator[House]:
    async with open_house(database, text=FILE, origins={"smtp_url": provider.url}, whole=True) as opened:
        yield opened


async def meet_ann(house: House, who: Customer = ANN, mail: str = "ann@mail.example") -> Address:
    """Ann, who agreed to mails."""
    at = house.clock.now()
    consent = ConsentGiven(MAIL, ConsentAction.GRANTED, "checkout", "Mail me about my cart.", at)
    await house.tell(CustomerConsented(who, (consent,), at))
    await house.settle()
    return await house.address(MAIL, mail)


async def test_an_order_update_leaves_as_a_mail(house: House, provider: SmtpStand) -> None:
    asked = await house.post(await meet_ann(house), "shipped", text="Your order 1234 left us today.")
    await house.settle()
    (taken,) = provider.messages
    assert (taken.sender, taken.to) == (SENDER, "ann@mail.example")
    assert taken.mail["Subject"] == "Tiger Tees"
    assert taken.mail["List-Unsubscribe"] is None
    assert taken.read().splitlines()[0] == "Your order 1234 left us today."
    assert "Unsubscribe" not in taken.read()
    message = await house.message(asked)
    assert (message.status, message.provider_id) == (MessageStatus.SENT, f"<{asked}@tigertees.example>")


async def test_a_reminder_leaves_as_a_mail_with_its_end(house: House, provider: SmtpStand) -> None:
    await meet_ann(house)
    await house.tell(shop.cart(ANN, house.clock.now()))
    await house.pass_(now=31 * MINUTE)
    (taken,) = provider.messages
    mail = taken.mail
    assert mail["Subject"] == "You left Tiger tee in your cart"
    assert mail["List-Unsubscribe"].startswith(f"<{house.url}/u/tiger.")
    text = taken.read()
    assert "Hi Ann, you left Tiger tee in your cart at Tiger Tees." in text
    assert f"Open my cart: {house.url}/l/" in text
    assert "Tiger Tees, 12 Main St, Newark, NJ 07102" in text
    assert "Unsubscribe: " + mail["List-Unsubscribe"].strip("<>") in text
    assert "STOP" not in text


async def test_the_link_of_a_mail_ends_marketing_there(house: House, provider: SmtpStand) -> None:
    ann = await meet_ann(house)
    await house.tell(shop.cart(ANN, house.clock.now()))
    await house.pass_(now=31 * MINUTE)
    link = provider.messages[0].mail["List-Unsubscribe"].strip("<>")
    async with ClientSession() as session:
        shown = await (await session.get(link)).text()
        assert "E-mail" in shown
        preferences = re.search(r'href="(/p/[^"]+)"', shown)
        assert preferences is not None
        chosen = await (await session.get(f"{house.url}{preferences[1]}")).text()
        assert "E-mail" in chosen
        assert "ann@mail.example" not in shown + chosen
        clicked = await session.post(link, data={"List-Unsubscribe": "One-Click"}, allow_redirects=False)
        assert clicked.status == 200
    await house.settle()
    states = await house.act(lambda turn: turn.unit.consents.states([ann.id]))
    assert states[ann.id, Programme.REMINDERS] is ConsentState.REVOKED


async def test_a_person_with_a_mail_alone_ends_marketing_everywhere(house: House) -> None:
    ann = await meet_ann(house)
    link = await house.act(lambda turn: _make_link(turn, ann))
    async with ClientSession() as session:
        assert (
            await session.post(f"{house.url}{link.removeprefix(house.url)}", data={"end": "everywhere"})
        ).status == 200
    await house.settle()
    states = await house.act(lambda turn: turn.unit.consents.states([ann.id]))
    assert states[ann.id, Programme.REMINDERS] is ConsentState.REVOKED


async def _make_link(turn: Turn, address: Address) -> str:
    return make_end_link(turn, address.id)


async def test_news_of_a_return_goes_to_a_mail_of_a_person_without_a_line_alone(house: House) -> None:
    ann = await meet_ann(house)
    alone = await house.act(lambda turn: find_reach(turn, ann.contact))
    assert [one.channel for one in alone.addresses] == [MAIL]
    ben = await meet_ann(house, Customer(name="Ben", email="ben@mail.example", phone=NUMBER), "ben@mail.example")
    beside = await house.act(lambda turn: find_reach(turn, ben.contact))
    assert [one.channel for one in beside.addresses] == ["sms"]


async def test_a_mail_typed_next_to_a_number_gets_only_the_carts_that_name_it(
    house: House, provider: SmtpStand
) -> None:
    """Anybody can type their own mail address next to the number of another person."""
    typed = replace(ANN, phone=NUMBER)
    await meet_ann(house, typed)
    await house.tell(shop.cart(typed, house.clock.now()))
    await house.pass_(now=31 * MINUTE)
    assert len(provider.messages) == 1
    await house.pass_(now=timedelta(days=30))
    provider.messages.clear()
    hers = Customer(name="Ann", phone=NUMBER, country="US", region="MO")
    await house.tell(shop.cart(hers, house.clock.now(), name="c-2"))
    await house.pass_(now=31 * MINUTE)
    assert provider.messages == []


@pytest.mark.parametrize("named", ["ann@mail.example", "ben@mail.example", None])
async def test_a_cart_of_somebody_with_two_mails_goes_to_the_one_that_it_names(
    house: House, provider: SmtpStand, named: str | None
) -> None:
    """A customer may have typed the mail address of another person at an earlier checkout."""
    await meet_ann(house)
    await meet_ann(house, replace(ANN, email="ben@mail.example"), "ben@mail.example")
    await house.tell(shop.cart(replace(ANN, email=named), house.clock.now()))
    await house.pass_(now=31 * MINUTE)
    assert [one.to for one in provider.messages] == ([named] if named else [])


async def test_a_greylisted_mail_leaves_later(house: House, provider: SmtpStand) -> None:
    provider.fail(at=RCPT, code=451, said="4.7.1 greylisted")
    asked = await house.post(await meet_ann(house), "shipped")
    await house.settle()
    assert (await house.message(asked)).status is MessageStatus.QUEUED
    await house.pass_(now=MINUTE, elapsed=MINUTE)
    assert (await house.message(asked)).status is MessageStatus.SENT
    assert len(provider.messages) == 1


async def test_a_mail_is_tried_for_hours_and_not_beyond_its_time(house: House, provider: SmtpStand) -> None:
    """A server may greylist for hours; a message is of no use after four."""
    provider.fail(times=100, at=RCPT, code=450, said="4.2.0 greylisted")
    asked = await house.post(await meet_ann(house), "shipped")
    begun, moments = house.clock.now(), list[timedelta]()
    while (await house.message(asked)).status is MessageStatus.QUEUED:
        await house.pass_(now=MINUTE, elapsed=MINUTE)
        tried = 100 - provider.faults
        moments += [house.clock.now() - begun] * (tried - len(moments))
    assert (await house.message(asked)).status in {MessageStatus.FAILED, MessageStatus.EXPIRED}
    assert timedelta(hours=1) < moments[-1] <= timedelta(hours=4)
    assert 8 < len(moments) < CHANNELS[MAIL].tries
    assert provider.messages == []


def test_the_tries_of_a_mail_last_longer_than_greylisting() -> None:
    waits = [plan_next_try(Failure.RETRY, tried, 0.0, CHANNELS[MAIL].tries) for tried in range(1, CHANNELS[MAIL].tries)]
    assert None not in waits
    assert sum(filter(None, waits), timedelta(0)) > timedelta(hours=4)
    assert plan_next_try(Failure.RETRY, CHANNELS[MAIL].tries, 0.0, CHANNELS[MAIL].tries) is None


@pytest.mark.parametrize(("at", "stored"), [(CONTENT, False), (DATA, False), (DATA, True)])
async def test_a_mail_of_unknown_outcome_is_never_sent_again(
    house: House, provider: SmtpStand, at: str, stored: bool
) -> None:
    provider.fail(at=at, cut=True, stored=stored)
    asked = await house.post(await meet_ann(house), "shipped")
    for _ in range(4):
        await house.pass_(now=5 * MINUTE, elapsed=5 * MINUTE)
    assert (await house.message(asked)).status is MessageStatus.UNKNOWN
    assert (len(provider.messages), provider.faults) == (stored, 0)
    assert (await house.act(lambda turn: explain(turn, asked)))[-1].startswith("Unknown since ")


async def test_an_address_that_is_unknown_gets_no_more(house: House, provider: SmtpStand) -> None:
    provider.fail(at=RCPT, code=550, said="5.1.1 no such user")
    to = await meet_ann(house)
    first = await house.post(to, "shipped")
    await house.settle()
    later = await house.post(to, "delivered")
    await house.settle()
    assert (await house.message(first)).status is MessageStatus.FAILED
    assert (await house.message(later)).status is MessageStatus.REFUSED
    assert provider.messages == []


@pytest.mark.parametrize("file", [pytest.param(CHART, id="a picture"), pytest.param(PAPER, id="a paper")])
async def test_a_file_leaves_in_the_mail(house: House, provider: SmtpStand, file: Attachment) -> None:
    asked = await house.post(await meet_ann(house), "bill", text="Your bill.", attachment=file)
    await house.settle()
    (taken,) = provider.messages
    parts = {part.get_content_type(): part.get_content() for part in taken.mail.walk() if part.get_filename()}
    assert parts == {file.media_type: file.body}
    assert taken.read().startswith("Your bill.")
    (medium,) = (await house.message(asked)).media
    assert (medium["name"], medium["way"]) == (file.name, "uploaded")


async def test_a_file_that_a_server_does_not_take_is_linked(house: House, provider: SmtpStand) -> None:
    provider.fail(at=DATA, code=552, said="5.3.4 message too big")
    asked = await house.post(await meet_ann(house), "bill", text="Your bill.", attachment=PAPER)
    await house.settle()
    (taken,) = provider.messages
    assert taken.mail.get_content_type() == "multipart/alternative"
    assert f"{house.url}/m/tiger." in taken.read()
    assert (await house.message(asked)).status is MessageStatus.SENT
