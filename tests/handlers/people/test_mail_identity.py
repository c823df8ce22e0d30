"""A mail address proves nobody: it has a consent of its own, joins nobody, takes nothing and grants nothing.

A stop there counts everywhere. ``test_nobody_becomes_another`` has the attacks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from flows import recovery
from flows.events import CartUpdated, ConsentAction, ConsentGiven, Customer, CustomerConsented, Item
from flows.money import Money
from flows.policy.departure_facts import ConsentState
from handlers.engine.turn import Turn
from storage.people.people import Identity
from storage.schema import addresses
from tests.handlers.people.test_nobody_becomes_another import (
    ATTACKER,
    KEEPER,
    OTHERS,
    OWNER,
    VICTIM,
    Street,
    street,
    ticked,
)

__all__ = ["street"]

MAIL = "dana@mail.example"
DANA = Customer("81", "Dana", VICTIM, MAIL)
NONE, CONFIRMED, REVOKED = ConsentState.NONE, ConsentState.CONFIRMED, ConsentState.REVOKED


async def known(street: Street) -> set[tuple[object, ...]]:
    """Every name with its person and its proof."""

    async def look(turn: Turn) -> set[tuple[object, ...]]:
        columns = (addresses.c.contact, addresses.c.channel, addresses.c.value, addresses.c.proven_at)
        return {tuple(row) for row in await turn.unit.rows(select(*columns).where(turn.unit.owns(addresses)))}

    return await street.service.turns.look("tiger", look)


async def answers(street: Street) -> list[tuple[str | None, str | None]]:
    """The templates and the texts of all messages to the mail address."""

    async def look(turn: Turn) -> list[tuple[str | None, str | None]]:
        address = await turn.unit.people.address("email", MAIL)
        assert address is not None
        thread = await turn.unit.messages.thread(address.id)
        return [(one.template, one.text) for one in thread if one.direction == "out"]

    return await street.service.turns.look("tiger", look)


async def agreed(street: Street) -> tuple[ConsentState, ConsentState]:
    """What holds for reminders by SMS, and by mail."""
    return await street.agreed("sms", VICTIM), await street.agreed("email", MAIL)


@pytest.mark.parametrize("wrote", [True, False], ids=["who wrote", "who never wrote"])
async def test_a_consent_holds_at_its_own_address_alone(street: Street, *, wrote: bool) -> None:
    if wrote:
        await street.writes("sms", VICTIM)
    await street.person(DANA, [ticked("email", street.clock.now())])
    assert await agreed(street) == (NONE, CONFIRMED)
    await street.person(Customer("82", "Bo", OTHERS[0], "bo@mail.example"), [ticked("sms", street.clock.now())])
    assert await street.agreed("email", "bo@mail.example") is NONE


@pytest.mark.parametrize("named", [MAIL, None], ids=["named", "of the customer"])
async def test_a_consent_told_of_a_mail_alone_holds_there_and_starts_nothing(street: Street, named: str | None) -> None:
    """Who typed a customer's mail with a tick for mail reminds nobody in the customer's chat."""
    await street.person(DANA, [ticked("sms", street.clock.now())])
    now, price = street.clock.now(), Money(39_000_000, "USD")
    box, item = ticked("email", now, named), Item("TT-1", "Tiger Tee", price=price)
    customer = Customer(email=None if named else MAIL)
    await street.tells(CartUpdated("c9", price, (item,), "https://a.example/c9", customer, now, consents=(box,)))
    assert await agreed(street) == (CONFIRMED, CONFIRMED)
    dana = await street.who("sms", VICTIM)

    async def look(turn: Turn) -> bool:
        return await turn.unit.runs.get_open(recovery.NAME, str(dana)) is None

    assert await street.service.turns.look("tiger", look)


async def by_mail(street: Street) -> None:
    await street.writes("email", "Dana@Mail.example", "STOP")


async def by_sms(street: Street) -> None:
    await street.writes("sms", VICTIM, "STOP")


async def at_the_shop(street: Street) -> None:
    now = street.clock.now()
    over = ConsentGiven("email", ConsentAction.REVOKED, "account page", "unsubscribed", now)
    await street.tells(CustomerConsented(DANA, (over,), now))


async def at_the_shop_by_mail_alone(street: Street) -> None:
    now = street.clock.now()
    over = ConsentGiven("email", ConsentAction.REVOKED, "newsletter", "unsubscribed", now)
    await street.tells(CustomerConsented(Customer(email=MAIL), (over,), now))


STOPS = [by_mail, by_sms, at_the_shop, at_the_shop_by_mail_alone]
TOLD = {
    "in one record": [DANA],
    "the number after the mail": [Customer("81", "Dana", email=MAIL), DANA],
    "the mail after the number": [Customer("81", "Dana", VICTIM), DANA],
    "of two people": [Customer(None, "Dana", email=MAIL), Customer("81", "Dana", VICTIM), DANA],
}


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
async def test_a_stop_at_one_address_counts_at_the_other(
    street: Street, stop: Callable[[Street], Awaitable[None]], told: list[Customer]
) -> None:
    for one in told:
        await street.person(one)
    await street.person(DANA, [ticked(channel, street.clock.now()) for channel in ("sms", "email")])
    assert await agreed(street) == (CONFIRMED, CONFIRMED)
    await stop(street)
    assert await agreed(street) == (REVOKED, REVOKED)


async def test_a_mail_told_after_a_stop_inherits_it(street: Street) -> None:
    await street.person(Customer("81", "Dana", VICTIM), [ticked("sms", street.clock.now())])
    await street.writes("sms", VICTIM, "STOP")
    old = ticked("email", street.clock.now() - timedelta(hours=1))
    await street.person(DANA, [old])
    assert await agreed(street) == (REVOKED, REVOKED)


async def test_an_id_and_a_mail_of_two_people_share_a_stop_without_a_number(street: Street) -> None:
    """The guest gave the mail first; the shop's record names it with an id."""
    await street.order("guest", Customer(None, "Dana", OTHERS[0], MAIL))
    await street.person(Customer("81", "Dana", VICTIM), [ticked("sms", street.clock.now())])
    await street.person(Customer("81", "Dana", email=MAIL))
    assert await street.who("email", MAIL) != await street.who("sms", VICTIM)
    await by_mail(street)
    assert await street.agreed("sms", VICTIM) is REVOKED


LETTERS = [
    "hello", "START", "JOIN", "where is my order?", "YES", "1", "KEEP", "theirs", "cancel order theirs", "/start",
    "confirm my order", "change the address to 1 Elm St, Joplin MO", "/erase Dana", "JOIN 0123456789ab",
]  # fmt: skip


@pytest.mark.parametrize("text", LETTERS)
@pytest.mark.parametrize("wrote", [True, False], ids=["who chats", "who never wrote"])
async def test_a_mail_in_somebodys_name_proves_moves_and_grants_nothing(
    street: Street, text: str, *, wrote: bool
) -> None:
    """Anybody can write any sender into a mail."""
    await street.order("theirs", DANA)
    if wrote:
        await street.writes("whatsapp", VICTIM)
    dana, before = await street.who("sms", VICTIM), await known(street)
    assert await street.writes("email", MAIL, text) == dana == await street.who("email", MAIL)
    assert await known(street) == before
    assert await agreed(street) == (NONE, NONE)
    assert await answers(street) == [("passed_on", None)]


@pytest.mark.parametrize("role", [OWNER, KEEPER], ids=["the owner", "a shop"])
@pytest.mark.parametrize("text", ["/pause", "stock 5"])
async def test_a_mail_in_the_name_of_staff_or_a_shop_is_a_question(street: Street, role: str, text: str) -> None:
    """Their mail address may be known from an order of theirs."""
    who = await street.who("whatsapp", role)

    async def know(turn: Turn) -> None:
        await turn.unit.people.resolve([Identity("email", MAIL)], turn.now)
        address = await turn.unit.people.address("email", MAIL)
        assert address is not None
        await turn.unit.change(addresses, address.id, contact=who)

    await street.service.turns.act("tiger", know)
    assert await street.writes("email", MAIL, text) == who
    assert await answers(street) == [("passed_on", None)]

    async def look(turn: Turn) -> bool:
        return turn.tenant.paused_at is None

    assert await street.service.turns.look("tiger", look)


async def test_a_mail_answers_no_question_of_another_channel(street: Street) -> None:
    """She is asked by SMS whether she agrees."""
    asked = replace(ticked("sms", street.clock.now()), double=False)
    await street.person(DANA, [asked])
    before = await street.agreed("sms", VICTIM)
    await street.writes("email", MAIL, "YES")
    assert await street.agreed("sms", VICTIM) is before is not CONFIRMED


async def test_a_mail_does_not_lift_a_stop(street: Street) -> None:
    await street.person(DANA, [ticked(channel, street.clock.now()) for channel in ("sms", "email")])
    await by_sms(street)
    await street.writes("email", MAIL, "START")
    assert await agreed(street) == (REVOKED, REVOKED)


async def test_a_mail_opens_nobodys_link(street: Street) -> None:
    await street.order("theirs", Customer("81", "Dana", VICTIM))
    token = await street.invites([Identity("customer", "shopify:81")])
    mal = await street.writes("email", "mal@mail.example", f"JOIN {token}")
    assert (mal != await street.who("sms", VICTIM), await street.has(mal)) == (True, set())
    dana = await street.writes("telegram", "77", f"/start {token}")
    assert dana != mal
    assert "theirs" in await street.has(await street.who("telegram", "77"))


async def test_a_number_typed_beside_the_mail_of_a_newsletter_moves_no_mail(street: Street) -> None:
    """Who is known by a mail with a consent keeps the mail; the chat of who typed it hears of nothing."""
    await street.person(Customer(None, "Dana", email=MAIL), [ticked("email", street.clock.now())])
    await street.person(Customer("56", "Mal", ATTACKER, MAIL))
    await street.order("theirs", Customer(None, "Dana", email=MAIL))
    assert await street.has(await street.writes("whatsapp", ATTACKER)) == set()
    assert await street.agreed("sms", ATTACKER) is NONE
    assert await street.agreed("email", MAIL) is CONFIRMED
