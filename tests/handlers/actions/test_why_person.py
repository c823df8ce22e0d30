"""Why, in the chat: how a person is found, and their story in its order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from flows.events import ConsentAction, MessageReceived
from flows.policy.departure_facts import Kind
from handlers.actions import message_explanation
from handlers.actions.message_explanation import LONGEST
from handlers.engine.person_language import make_english
from handlers.intake import intake
from handlers.people.inbound_event import InboundEvent
from storage.database.stores import Database
from storage.people.people import Address
from storage.sending.message import Message
from storage.unit import Unit
from tests.handlers.actions.explained import explain_person
from tests.handlers.actions.late_cart import CHICAGO, LEFT, MIAMI, NOW, OPENS, dana, turn_of
from tests.handlers.sourcing.staff.rows import DAY, HOUR, Shop, blank, play


@pytest.mark.parametrize("asked", ["dana", "Dana P.", "0123", "…0123", "(786) 555-0123", "+1 786 555 0123"])
async def test_a_person_is_found_by_name_and_number(store: Database, asked: str) -> None:
    await play(store, dana)

    async def look(unit: Unit) -> str:
        return await explain_person(turn_of(unit), asked)

    assert (await store.read("tiger", look)).splitlines() == [
        "Dana P. (…0123): cart of $89 left Mon 21:10.",
        "Due Mon 21:40 (22:40 for them), waited: quiet hours in Florida until 08:00. Sent Tue 07:00 (08:00 for them), "
        "delivered 07:00. Clicked 07:14. Bought 07:21, $89, counted for this message.",
        "Consent: agreed to reminders by SMS: test, Sun 2 Mar 2025 09:00.",
    ]


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        (
            "es",
            [
                "Dana P. (…0123): carrito de $89 abandonado lun 21:10.",
                "Tocaba lun 21:40 (22:40 allí), esperó: horas de silencio (FL), hasta mar 07:00. Enviado mar 07:00 "
                "(08:00 allí), entregado 07:00. Hizo clic 07:14. Compró 07:21, $89, cuenta para este mensaje.",
                "Se basa en: aceptó recordatorios por SMS: test, dom 2 mar 2025 09:00.",
            ],
        ),
        (
            "hi-Latn",
            [
                "Dana P. (…0123): $89 ka cart Som 21:10 ko chhoota.",
                "Samay Som 21:40 (unke yahan 22:40), ruka raha: quiet hours (FL), Mangal 07:00 tak. Bheja Mangal 07:00 "
                "(unke yahan 08:00), pahuncha 07:00. Link khola 07:14. Kharida 07:21, $89, is message mein gina.",
                "Iska aadhaar: SMS par reminders ki sahmati di: test, Ravi 2 Mar 2025 09:00.",
            ],
        ),
    ],
)
async def test_it_is_told_in_the_readers_language(store: Database, locale: str, told: list[str]) -> None:
    await play(store, dana)

    async def look(unit: Unit) -> str:
        turn = turn_of(unit)
        return replace(make_english(turn), locale=locale).say(
            (await message_explanation.explain_person(turn, "dana")).text
        )

    assert (await store.read("tiger", look)).splitlines() == told


async def test_several_matches_are_listed_to_tap(store: Database) -> None:
    async def scene(shop: Shop) -> str:
        for number, name in (("+17865550123", "Dana P."), ("+13125550177", "Dana K."), ("+13145550177", "Dana\nK.")):
            await shop.person(number, name)
        await shop.person("dana@mail.example", "Dana M.", channel="email")
        return await explain_person(shop.turn(), "dana")

    first, *people = (await play(store, scene)).splitlines()
    assert first == '4 people match "dana". Which one?'
    assert people == ["1 Dana M. (d…@mail.example)", "2 Dana K. (…0177)", "3 Dana K. (…0177)", "4 Dana P. (…0123)"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("zzz", 'Nobody here matches "zzz". Example: /why_Dana, or the last four digits: /why_0123'),
        ("", "Whose message? Example: /why_Dana, or the last four digits: /why_0123"),
        ("%", 'Nobody here matches "%". Example: /why_Dana, or the last four digits: /why_0123'),
    ],
)
async def test_nobody_is_answered_with_an_example(store: Database, asked: str, expected: str) -> None:
    async def scene(shop: Shop) -> str:
        await shop.person(MIAMI, "Dana P.")
        return await explain_person(shop.turn(), asked)

    assert await play(store, scene) == expected


@pytest.mark.parametrize("asked", ["", "zzz"])
async def test_those_written_to_last_are_offered(store: Database, asked: str) -> None:
    async def scene(shop: Shop) -> str:
        for number, name in (("+17865550123", "Dana P."), ("+13125550177", "Ravi")):
            who = await shop.person(number, name)
            await shop.sent(who, await shop.cart(who, at=LEFT))
        return await explain_person(shop.turn(NOW), asked)

    assert (await play(store, scene)).splitlines()[1:3] == ["1 Ravi (…0177)", "2 Dana P. (…0123)"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param("0001", ["Ends (…0001): no recent reminder or offer."], id="the end of a number"),
        pytest.param("50001", ["Ends (…0001): no recent reminder or offer."], id="more of the end"),
        pytest.param(
            "5000", ['Nobody here matches "5000". Example: /why_Dana, or the last four digits: /why_0123'],
            id="inside of numbers",
        ),
        pytest.param(
            "zoe@7777.example",
            ["Zoe (z…@7777.example): no recent reminder or offer."],
            id="a mail is no number",
        ),
    ],
)  # fmt: skip
async def test_the_end_of_a_number_comes_first(store: Database, asked: str, expected: list[str]) -> None:
    async def scene(shop: Shop) -> str:
        await shop.person("+13145550001", "Ends")
        for last in range(2, 7):
            await shop.person(f"+1314500001{last}", "Holds")
        await shop.person("zoe@7777.example", "Zoe", channel="email")
        return await explain_person(shop.turn(NOW), asked)

    told = (await play(store, scene)).splitlines()
    assert told[: len(expected)] == expected


async def test_a_whole_life_in_its_order(store: Database) -> None:
    """Asked to be put off, reminded at her wish, stopped, and back again: each is told once, with what she wrote."""

    async def scene(shop: Shop) -> list[str]:
        who = await shop.person(CHICAGO, "Ravi")
        cart = await shop.cart(who, at=LEFT)
        first = await shop.sent(who, cart)
        wished = await _heard(shop, who, "kal yaad\ndilana", LEFT + HOUR)
        until = LEFT + DAY
        await shop.unit.messages.add(
            replace(blank(shop, who, "snoozed", "out", "OK", wished.created_at), template="snoozed", kind=Kind.ANSWER,
                    data={"when": until}, run=first.run, experiment=first.experiment, subject_kind="cart",
                    subject=cart.id)
        )  # fmt: skip
        await shop.sent(who, cart, None, until, kind=Kind.ASKED)
        event = MessageReceived("sms", CHICAGO, "+13145550100", "p1", "STOP", until + HOUR)
        await intake.take(shop.turn(until + HOUR), InboundEvent("simulator", "p1", event, b"raw"))
        back = await _heard(shop, who, "START", until + 2 * HOUR)
        await shop.consent(who, ConsentAction.CONFIRMED, back.created_at)
        return (await explain_person(shop.turn(NOW), "Ravi")).splitlines()

    told = await play(store, scene)
    assert told == [
        "Ravi (…0177): cart of $89 left Mon 21:10.",
        "Reminder 1 by SMS: Due Mon 21:40. Sent 21:40, delivered 21:40.",
        'Wrote "kal yaad dilana" Mon 22:10: promised for Tue 21:10.',
        "Reminder they asked for, by SMS: Due Mon 21:40. Sent Tue 21:10, delivered 21:10.",
        'Opted out Tue 22:10: "STOP" by SMS.',
        "Agreed again at the shop Tue 23:10 (test), but only the customer can lift a stop, with START.",
        "Consent: agreed to reminders by SMS: test, Sun 2 Mar 2025 09:00.",
    ]


async def _heard(shop: Shop, who: Address, text: str, at: datetime) -> Message:
    said = blank(shop, who, f"sms:{text}", "in", text, at)
    assert await shop.unit.messages.add(said)
    return said


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param([(-2, ConsentAction.REVOKED)], ["Opted out"], id="before the cart, and held on"),
        pytest.param([(-3, ConsentAction.REVOKED), (-2, ConsentAction.CONFIRMED)], [], id="over before the cart"),
        pytest.param([(1, ConsentAction.REVOKED), (2, ConsentAction.REVOKED)], ["Opted out"], id="said twice"),
        pytest.param([(1, ConsentAction.REVOKED), (2, ConsentAction.GRANTED), (3, ConsentAction.CONFIRMED)],
                     ["Opted out", "Opted in again"], id="back in two steps"),
    ],
)  # fmt: skip
async def test_opting_out_and_in_is_told_once(
    store: Database, said: list[tuple[int, ConsentAction]], expected: list[str]
) -> None:
    async def scene(shop: Shop) -> list[str]:
        who = await shop.person(CHICAGO, "Ravi")
        await shop.cart(who, at=LEFT)
        for hours, action in said:
            await shop.consent(who, action, LEFT + hours * HOUR)
        return (await explain_person(shop.turn(NOW), "Ravi")).splitlines()

    told = await play(store, scene)
    assert [line.partition(" T")[0].partition(" M")[0] for line in told if line.startswith("Opted")] == expected


async def test_a_long_story_keeps_its_end(store: Database) -> None:
    async def scene(shop: Shop) -> str:
        who = await shop.person(MIAMI, "Dana " * 300)
        cart = await shop.cart(who, at=LEFT)
        for step in range(1, 9):
            await shop.sent(who, cart, step, OPENS + step * HOUR)
        return await explain_person(shop.turn(NOW), "0123")

    told = await play(store, scene)
    assert len(told) <= LONGEST
    assert "(earlier ones left out)" in told
    assert told.splitlines()[-2].startswith("Reminder 8 by SMS")


@pytest.mark.parametrize("which", [0, 1])
async def test_of_two_carts_of_one_moment_the_story_is_of_the_one_with_the_reminder(
    store: Database, which: int
) -> None:
    async def scene(shop: Shop) -> None:
        her = await shop.person("+13145550123", "Dana P.")
        carts = [await shop.cart(her, "40"), await shop.cart(her, "89")]
        await shop.sent(her, carts[which])
        told = await explain_person(shop.turn(), "0123")
        assert told.startswith(f"Dana P. (…0123): cart of {('$40', '$89')[which]} left")

    await play(store, scene)
