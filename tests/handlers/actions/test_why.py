"""Why: the life of one message for the command line, and what became of a cart for the chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from flows.delivery import MessageStatus
from flows.events import ConsentAction
from flows.money import Money
from flows.policy.verdict import Outcome, Verdict
from handlers.actions import message_lives
from handlers.actions.message_explanation import LONGEST
from handlers.engine.person_language import make_english
from storage.database.stores import Database
from storage.sending.message import Message
from storage.unit import Unit
from tests.handlers.actions.explained import explain, explain_person
from tests.handlers.actions.late_cart import CHICAGO, LEFT, MIAMI, NOW, OPENS, dana, turn_of
from tests.handlers.sourcing.staff.rows import DAY, HOUR, MINUTE, TIGER, Shop, blank, play, usd


async def test_the_life_of_a_message_in_its_readers_time(store: Database) -> None:
    message = await play(store, dana)

    async def look(unit: Unit) -> str:
        return "\n".join(await explain(turn_of(unit), message.id))

    assert (await store.read("tiger", look)).splitlines() == [
        "cart_reminder, step 1 of recovery: marketing (reminders), by SMS",
        "To Dana P. (…0123); times in America/New_York",
        "About a cart of $89 left Mon 2 Mar 2026 22:10",
        "Due Mon 2 Mar 2026 22:40",
        "Mon 2 Mar 2026 22:40 wait until Tue 3 Mar 2026 08:00, quiet-hours.FL: "
        "Quiet hours in Florida until 08:00 (Fla. Stat. 501.059).",
        "Tue 3 Mar 2026 08:00 send: every rule allowed it",
        'Consent from Sun 2 Mar 2025 10:00: agreed to reminders by SMS: test; they had read "yes" (version '
        "8a798890fe938171)",
        "Sent Tue 3 Mar 2026 08:00",
        "Delivered Tue 3 Mar 2026 08:00",
        "Price 0.0079 USD",
        "Clicked Tue 3 Mar 2026 08:14",
        "Order order1, $89, Tue 3 Mar 2026 08:21: counted by checkout",
    ]


async def test_what_the_staff_got_is_told_in_the_time_of_the_business(store: Database) -> None:
    async def alerted(shop: Shop) -> Message:
        address = await shop.person(MIAMI, "Asha")
        member, _ = await shop.unit.access.put_member("Asha", "owner", shop.now)
        await shop.unit.access.link(member.id, address.contact, shop.now)
        message = replace(blank(shop, address, "alert:1", "out", "It is all here.", LEFT), due_at=LEFT)
        assert await shop.unit.messages.add(message)
        return message

    message = await play(store, alerted)
    told = await store.read("tiger", lambda unit: explain(turn_of(unit), message.id))
    assert told[1].endswith("times in America/Chicago")
    assert told[2] == "Due Mon 2 Mar 2026 21:10"


async def test_nothing_is_told_of_another_business(store: Database) -> None:
    message = await play(store, dana, replace(TIGER, id="lion"))
    await play(store, _nothing)

    async def look(unit: Unit) -> None:
        with pytest.raises(LookupError, match="no message"):
            await explain(turn_of(unit), message.id)
        assert "Nobody here" in await explain_person(turn_of(unit), "Dana")

    await store.read("tiger", look)


async def refused(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    reason = "The person has not consented to reminders on this channel."
    await shop.refused(who, await shop.cart(who, at=LEFT), "consent.none", reason)


async def waiting(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    message = await shop.planned(who, await shop.cart(who, at=LEFT))
    await shop.unit.verdicts.add(message.id, Verdict(Outcome.WAIT, "paused", "WhatsApp is closed.", None), LEFT)


async def void(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    cart = await shop.cart(who, at=LEFT)
    message = await shop.planned(who, cart)
    await shop.unit.messages.close(message.id, MessageStatus.VOID, LEFT + 10 * MINUTE)
    await shop.order(who, "89", LEFT + 10 * MINUTE, cart)


async def failed(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    await shop.sent(who, await shop.cart(who, at=LEFT), reached=MessageStatus.FAILED)


async def unknown(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    await shop.sent(who, await shop.cart(who, at=LEFT), reached=MessageStatus.UNKNOWN)


async def to_come(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    await shop.cart(who, at=NOW - 10 * MINUTE)


async def no_way(shop: Shop) -> None:
    who = await shop.person("ravi@mail.example", "Ravi", channel="email")
    await shop.cart(who, at=LEFT)


async def nothing_known(shop: Shop) -> None:
    await shop.person(CHICAGO, "Ravi")


async def gone(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    await shop.sent(who, await shop.cart(who, at=LEFT))
    await shop.consent(who, ConsentAction.REVOKED, OPENS)


async def gave_back(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    cart = await shop.cart(who, at=LEFT)
    first = await shop.sent(who, cart)
    await shop.sent(who, cart, 2, LEFT + DAY)
    order = await shop.order(who, "89", LEFT + HOUR, cart, first)
    await shop.unit.orders.refund(order.id, "r", usd("19.50"), LEFT + DAY)


async def gave_back_euros(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    cart = await shop.cart(who, at=LEFT)
    order = await shop.order(who, "89", LEFT + HOUR, cart, await shop.sent(who, cart))
    await shop.unit.orders.refund(order.id, "r", Money.parse("19.50", "EUR"), LEFT + DAY)


async def called_off(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    cart = await shop.cart(who, at=LEFT)
    order = await shop.order(who, "89", LEFT + HOUR, cart, await shop.sent(who, cart))
    await shop.unit.orders.note(order.id, cancelled_at=LEFT + DAY)


@pytest.mark.parametrize(
    ("scene", "expected"),
    [
        pytest.param(refused, "Due Mon 21:40. Not sent: the person has not consented to reminders on this channel.",
                     id="refused"),
        pytest.param(waiting, "Due Mon 21:40, waits: WhatsApp is closed.", id="waiting"),
        pytest.param(void, "Withdrawn before it left: the cart was bought.\nBought Mon 21:20, $89, not counted",
                     id="void"),
        pytest.param(failed, "Failed: the provider gave up with code 30007.", id="failed"),
        pytest.param(unknown, "We don't know if it arrived", id="unknown"),
        pytest.param(to_come, "left Thu 06:50.\nThe first reminder is due 07:20.", id="to come"),
        pytest.param(no_way, "Nothing can be sent: no phone and no chat that the shop uses.", id="no way"),
        pytest.param(nothing_known, "Ravi (…0177): no recent reminder or offer.", id="no cart"),
        pytest.param(gone, "Opted out Tue 07:00: test.", id="opted out"),
        pytest.param(gave_back, "Reminder 1 by SMS: Due Mon 21:40. Sent 21:40, delivered 21:40. Bought 22:10, $89, "
                     "counted for this message less $19.50 refunded.\nReminder 2 by SMS:", id="refunded"),
        pytest.param(gave_back_euros, "counted for this message, a refund in another currency not taken off.",
                     id="refunded in another currency"),
        pytest.param(called_off, "cancelled since, so it no longer counts.", id="cancelled"),
    ],
)  # fmt: skip
async def test_what_became_of_a_cart(store: Database, scene: Callable[[Shop], Awaitable[None]], expected: str) -> None:
    await play(store, scene)

    async def look(unit: Unit) -> str:
        return await explain_person(turn_of(unit), "Ravi")

    told = await store.read("tiger", look)
    assert expected in told
    assert told.startswith("Ravi")
    assert len(told) <= LONGEST


async def _nothing(shop: Shop) -> None:
    """Only the business itself."""


@pytest.mark.parametrize(
    ("locale", "told"), [("en", "Not sent: no-sender."), ("es", "No enviado: sin remitente para el canal.")]
)
async def test_a_refusal_without_a_verdict_is_told_in_each_language(store: Database, locale: str, told: str) -> None:
    async def scene(shop: Shop) -> str:
        who = await shop.person(CHICAGO, "Ravi")
        message = await shop.planned(who, await shop.cart(who, at=LEFT))
        refused = replace(message, status=MessageStatus.REFUSED, code="no-sender")
        (life,) = await message_lives.load_lives(shop.turn(), [refused])
        return replace(make_english(shop.turn()), locale=locale).say(message_lives.describe_life(shop.turn(), life))

    assert told in await play(store, scene)
