"""Why: the life of one message for the command line, and the story of a person for the chat."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from flows.delivery import Status
from flows.events import ConsentAction, MessageReceived
from flows.money import Money
from flows.policy.facts import Kind
from flows.policy.verdict import Outcome, Verdict
from handlers import intake
from handlers.actions.why import LONGEST, explain, explain_person
from handlers.intake import News
from handlers.turn import Turn
from storage.erasure import erase
from storage.messages import Message
from storage.people import Address
from storage.store import Store
from storage.unit import Unit
from tests.handlers.admins.rows import DAY, HOUR, MINUTE, TIGER, TOOLS, Shop, blank, play, usd
from tests.single import mark

LEFT = datetime(2026, 3, 3, 3, 10, tzinfo=UTC)  # Monday 21:10 in Chicago, 22:10 in Miami
OPENS = datetime(2026, 3, 3, 13, 0, tzinfo=UTC)  # Tuesday 08:00 in Miami
NOW = OPENS + 2 * DAY
MIAMI, CHICAGO = "+17865550123", "+13125550177"
QUIET = Verdict(Outcome.WAIT, "quiet-hours.FL", "Quiet hours in Florida until 08:00 (Fla. Stat. 501.059).", OPENS)


async def dana(shop: Shop) -> Message:
    """Dana in Miami left a cart late; the reminder waited for the morning, and she bought."""
    who = await shop.person(MIAMI, "Dana P.")
    cart = await shop.cart(who, at=LEFT)
    message = await shop.planned(who, cart)
    await shop.unit.messages.judge(message.id, QUIET, LEFT + 30 * MINUTE)
    await mark(shop.unit, message.id, "You left a tee.", OPENS)
    await shop.unit.messages.reach(message.id, Status.SENT, OPENS)
    await shop.unit.messages.reach(message.id, Status.DELIVERED, OPENS)
    await shop.unit.messages.note(message.id, price=7_900, price_currency="USD")
    await shop.click(message, OPENS + 14 * MINUTE)
    await shop.order(who, "89", OPENS + 21 * MINUTE, cart, message)
    return message


async def test_the_life_of_a_message_in_its_readers_time(store: Store) -> None:
    message = await play(store, dana)

    async def look(unit: Unit) -> str:
        return str(await explain(_turn(unit), message.id))

    assert (await store.read("tiger", look)).splitlines() == [
        "cart_reminder, step 1 of recovery: marketing (reminders), by SMS",
        "To Dana P. (…0123); times are those of America/New_York",
        "About a cart of $89 left Mon 2 Mar 2026 22:10",
        "Due Mon 2 Mar 2026 22:40",
        "Mon 2 Mar 2026 22:40 wait until Tue 3 Mar 2026 08:00, quiet-hours.FL: "
        "Quiet hours in Florida until 08:00 (Fla. Stat. 501.059).",
        "Tue 3 Mar 2026 08:00 send, ok: every rule allowed it",
        "Sent Tue 3 Mar 2026 08:00",
        "Delivered Tue 3 Mar 2026 08:00",
        "Price 0.0079 USD",
        "Clicked Tue 3 Mar 2026 08:14",
        "Order order1, $89, Tue 3 Mar 2026 08:21: counted by checkout",
    ]


async def test_what_the_staff_got_is_told_in_the_time_of_the_business(store: Store) -> None:
    async def alerted(shop: Shop) -> Message:
        address = await shop.person(MIAMI, "Asha")
        member, _ = await shop.unit.access.put_member("Asha", "owner", shop.now)
        await shop.unit.access.link(member.id, address.contact, shop.now)
        message = replace(blank(shop, address, "alert:1", "out", "It is all here.", LEFT), due_at=LEFT)
        assert await shop.unit.messages.add(message)
        return message

    message = await play(store, alerted)
    told = await store.read("tiger", lambda unit: explain(_turn(unit), message.id))
    assert told.lines[1].endswith("times are those of America/Chicago")
    assert told.lines[2] == "Due Mon 2 Mar 2026 21:10"


async def test_nothing_is_told_of_another_business(store: Store) -> None:
    message = await play(store, dana, replace(TIGER, id="lion"))
    await play(store, _nothing)

    async def look(unit: Unit) -> None:
        with pytest.raises(LookupError, match="no message"):
            await explain(_turn(unit), message.id)
        assert "Nobody here" in await explain_person(_turn(unit), "Dana")

    await store.read("tiger", look)


@pytest.mark.parametrize("asked", ["dana", "Dana P.", "0123", "…0123", "(786) 555-0123", "+1 786 555 0123"])
async def test_a_person_is_found_by_name_and_number(store: Store, asked: str) -> None:
    await play(store, dana)

    async def look(unit: Unit) -> str:
        return await explain_person(_turn(unit), asked)

    assert (await store.read("tiger", look)).splitlines() == [
        "Dana P. (…0123): cart of $89 left Mon 21:10.",
        "Due Mon 21:40 (22:40 for them), waited: quiet hours in Florida until 08:00. Sent Tue 07:00 (08:00 for them), "
        "delivered 07:00. Clicked 07:14. Bought 07:21, $89, counted for this message.",
        "Next: /why · /stats_7d",
    ]


async def refused(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    reason = "The person has not consented to reminders on this channel."
    await shop.refused(who, await shop.cart(who, at=LEFT), "consent.none", reason)


async def waiting(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    message = await shop.planned(who, await shop.cart(who, at=LEFT))
    await shop.unit.messages.judge(message.id, Verdict(Outcome.WAIT, "paused", "WhatsApp is closed.", None), LEFT)


async def void(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    cart = await shop.cart(who, at=LEFT)
    message = await shop.planned(who, cart)
    await shop.unit.messages.close(message.id, Status.VOID, LEFT + 10 * MINUTE)
    await shop.order(who, "89", LEFT + 10 * MINUTE, cart)


async def failed(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    await shop.sent(who, await shop.cart(who, at=LEFT), reached=Status.FAILED)


async def unknown(shop: Shop) -> None:
    who = await shop.person(CHICAGO, "Ravi")
    await shop.sent(who, await shop.cart(who, at=LEFT), reached=Status.UNKNOWN)


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
    await shop.unit.orders.refund(order.id, "r", Money.of("19.50", "EUR"), LEFT + DAY)


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
        pytest.param(void, "Taken back before it left: the cart was bought.\nBought Mon 21:20, $89, not counted",
                     id="void"),
        pytest.param(failed, "Failed: the provider gave it up with code 30007.", id="failed"),
        pytest.param(unknown, "Whether it arrived is not known", id="unknown"),
        pytest.param(to_come, "left Thu 06:50.\nThe first reminder is due 07:20.", id="to come"),
        pytest.param(no_way, "Nothing can be sent: no phone and no chat that the shop uses.", id="no way"),
        pytest.param(nothing_known, "Ravi (…0177): no cart of theirs is known.", id="no cart"),
        pytest.param(gone, "Opted out Tue 07:00: test.", id="opted out"),
        pytest.param(gave_back, "Reminder 1 by SMS: Due Mon 21:40. Sent 21:40, delivered 21:40. Bought 22:10, $89, "
                     "counted for this message less $19.50 refunded.\nReminder 2 by SMS:", id="refunded"),
        pytest.param(gave_back_euros, "counted for this message, a refund in another currency not taken off.",
                     id="refunded in another currency"),
        pytest.param(called_off, "cancelled since, so it no longer counts.", id="cancelled"),
    ],
)  # fmt: skip
async def test_what_became_of_a_cart(store: Store, scene: Callable[[Shop], Awaitable[None]], expected: str) -> None:
    await play(store, scene)

    async def look(unit: Unit) -> str:
        return await explain_person(_turn(unit), "Ravi")

    told = await store.read("tiger", look)
    assert expected in told
    assert told.startswith("Ravi")
    assert len(told) <= LONGEST


@dataclass(frozen=True)
class Stop:
    """A person's STOP as it was taken in, and a reminder that was planned before it."""

    said: Message
    planned: Message


async def stops(shop: Shop, text: str, **more: Any) -> Stop:
    who = await shop.person(CHICAGO, "Ravi")
    planned = await shop.planned(who, await shop.cart(who, at=LEFT))
    event = MessageReceived("sms", CHICAGO, "+13145550100", "p1", text, LEFT + MINUTE, **more)
    taken = await intake.take(shop.turn(LEFT + MINUTE), News("simulator", "p1", event, b"raw"))
    assert taken.stopped == who.contact
    said = await shop.unit.messages.by_key("sms:p1")
    assert said is not None
    return Stop(said, planned)


@pytest.mark.parametrize(
    ("text", "more", "rule", "meant"),
    [
        pytest.param("STOP", {}, "opt-out.clear", "", id="clear"),
        pytest.param("please don't text me\nany more", {}, "opt-out.clear", "", id="in other words"),
        pytest.param("STOP", {"forwarded": True}, "opt-out.unclear", " (their words were read as a stop)",
                     id="somebody else's word"),
        pytest.param("STOP", {"keyword": "STOP"}, "opt-out.keyword", " (the provider's own stop word)",
                     id="the provider's keyword"),
    ],
)  # fmt: skip
async def test_what_a_consent_was_taken_back_by(
    store: Store, text: str, more: dict[str, Any], rule: str, meant: str
) -> None:
    made = await play(store, lambda shop: stops(shop, text, **more))
    words = " ".join(text.split())

    async def look(unit: Unit) -> tuple[str, str, str]:
        turn = _turn(unit)
        reminder, own = await explain(turn, made.planned.id), await explain(turn, made.said.id)
        return reminder.lines[-1], own.lines[-1], await explain_person(turn, "Ravi")

    reminder, own, told = await store.read("tiger", look)
    assert reminder == f'Revoked by: "{words}" written Mon 2 Mar 2026 21:11 by SMS, rule {rule}'
    assert own == f"It took back every consent, rule {rule}"
    assert f'Opted out Mon 21:11: "{words}" by SMS{meant}.' in told.splitlines()
    assert "opt-out." not in told  # a rule's name is for the desk


async def test_what_was_erased_is_not_told_again(store: Store) -> None:
    made = await play(store, lambda shop: stops(shop, "stop texting me. Ravi Rao"))

    async def forget(unit: Unit) -> None:
        await erase(unit, made.said.contact, NOW, lambda value: "h")

    await store.write("tiger", forget)
    lines = (await store.read("tiger", lambda unit: explain(_turn(unit), made.planned.id))).lines
    assert lines[-1].startswith("Revoked by: their own words that were erased since, ")
    assert lines[-1].endswith(", rule opt-out.clear")


async def test_the_ledger_never_holds_their_words(store: Store) -> None:
    made = await play(store, lambda shop: stops(shop, "stop texting me. Ravi Rao"))
    ledger = await store.read("tiger", lambda unit: unit.consents.ledger(made.said.contact))
    assert {(line.source, line.text) for line in ledger if line.action is ConsentAction.REVOKED} == {
        ("their own words", "opt-out.clear")
    }


async def test_several_matches_are_listed_to_tap(store: Store) -> None:
    async def scene(shop: Shop) -> str:
        for number, name in (("+17865550123", "Dana P."), ("+13125550177", "Dana K."), ("+13145550177", "Dana\nK.")):
            await shop.person(number, name)
        await shop.person("dana@mail.example", "Dana M.", channel="email")
        return await explain_person(shop.turn(), "dana")

    first, *people = (await play(store, scene)).splitlines()
    assert first == '4 people match "dana". Which one?'
    assert re.fullmatch(r"/why_[0-9a-f]{32} Dana M\.", people[0])
    assert people[1:] == [
        "/why_45550177 Dana K. (…0177)",
        "/why_25550177 Dana K. (…0177)",
        "/why_0123 Dana P. (…0123)",
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("zzz", 'Nobody here goes by "zzz". Example: /why_Dana, or the last four digits: /why_0123'),
        ("", "Whose message? Example: /why_Dana, or the last four digits: /why_0123"),
        ("%", 'Nobody here goes by "%". Example: /why_Dana, or the last four digits: /why_0123'),
    ],
)
async def test_nobody_is_answered_with_an_example(store: Store, asked: str, expected: str) -> None:
    async def scene(shop: Shop) -> str:
        await shop.person(MIAMI, "Dana P.")
        return await explain_person(shop.turn(), asked)

    assert await play(store, scene) == expected


@pytest.mark.parametrize("asked", ["", "zzz"])
async def test_those_written_to_last_are_offered(store: Store, asked: str) -> None:
    async def scene(shop: Shop) -> str:
        for number, name in (("+17865550123", "Dana P."), ("+13125550177", "Ravi")):
            who = await shop.person(number, name)
            await shop.sent(who, await shop.cart(who, at=LEFT))
        return await explain_person(shop.turn(NOW), asked)

    assert (await play(store, scene)).splitlines()[1:3] == ["/why_0177 Ravi (…0177)", "/why_0123 Dana P. (…0123)"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param("0001", ["Ends (…0001): no cart of theirs is known."], id="the end of a number"),
        pytest.param("50001", ["Ends (…0001): no cart of theirs is known."], id="more of the end"),
        pytest.param(
            "5000", ['The newest 5 who match "5000". Which one?', *[f"/why_001{n} Holds (…001{n})" for n in "65432"]],
            id="inside of numbers, where none ends so",
        ),
        pytest.param("zoe@7777.example", ["Zoe: no cart of theirs is known."], id="a mail is no number"),
    ],
)  # fmt: skip
async def test_the_end_of_a_number_comes_first(store: Store, asked: str, expected: list[str]) -> None:
    async def scene(shop: Shop) -> str:
        await shop.person("+13145550001", "Ends")
        for last in range(2, 7):
            await shop.person(f"+1314500001{last}", "Holds")
        await shop.person("zoe@7777.example", "Zoe", channel="email")
        return await explain_person(shop.turn(NOW), asked)

    told = (await play(store, scene)).splitlines()
    assert told[: len(expected)] == expected


async def test_a_whole_life_in_its_order(store: Store) -> None:
    """Asked to be put off, reminded at her wish, stopped, and back again: each is told once, with what she wrote."""

    async def scene(shop: Shop) -> list[str]:
        who = await shop.person(CHICAGO, "Ravi")
        cart = await shop.cart(who, at=LEFT)
        first = await shop.sent(who, cart)
        wished = await _heard(shop, who, "kal yaad\ndilana", LEFT + HOUR)
        until = LEFT + DAY
        await shop.unit.messages.add(
            replace(blank(shop, who, "snoozed", "out", "OK", wished.created_at), template="snoozed", kind=Kind.ANSWER,
                    data={"when": until}, run=first.run, subject=cart.id)
        )  # fmt: skip
        await shop.sent(who, cart, None, until, kind=Kind.ASKED)
        event = MessageReceived("sms", CHICAGO, "+13145550100", "p1", "band karo", until + HOUR)
        await intake.take(shop.turn(until + HOUR), News("simulator", "p1", event, b"raw"))
        back = await _heard(shop, who, "START", until + 2 * HOUR)
        await shop.consent(who, ConsentAction.CONFIRMED, back.created_at)
        return (await explain_person(shop.turn(NOW), "Ravi")).splitlines()

    told = await play(store, scene)
    assert told == [
        "Ravi (…0177): cart of $89 left Mon 21:10.",
        "Reminder 1 by SMS: Due Mon 21:40. Sent 21:40, delivered 21:40.",
        'Wrote "kal yaad dilana" Mon 22:10: promised for Tue 21:10.',
        "Reminder they asked for, by SMS: Due Mon 21:40. Sent Tue 21:10, delivered 21:10.",
        'Opted out Tue 22:10: "band karo" by SMS (their words were read as a stop).',
        'Opted in again Tue 23:10: "START" by SMS.',
        "Next: /why · /stats_7d",
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
    store: Store, said: list[tuple[int, ConsentAction]], expected: list[str]
) -> None:
    async def scene(shop: Shop) -> list[str]:
        who = await shop.person(CHICAGO, "Ravi")
        await shop.cart(who, at=LEFT)
        for hours, action in said:
            await shop.consent(who, action, LEFT + hours * HOUR)
        return (await explain_person(shop.turn(NOW), "Ravi")).splitlines()

    told = await play(store, scene)
    assert [line.partition(" T")[0].partition(" M")[0] for line in told if line.startswith("Opted")] == expected


async def test_a_long_story_keeps_its_end(store: Store) -> None:
    async def scene(shop: Shop) -> str:
        who = await shop.person(MIAMI, "Dana " * 300)
        cart = await shop.cart(who, at=LEFT)
        for step in range(1, 9):
            await shop.sent(who, cart, step, OPENS + step * HOUR)
        return await explain_person(shop.turn(NOW), "0123")

    told = await play(store, scene)
    assert len(told) <= LONGEST
    assert "(earlier ones left out)" in told
    assert "Reminder 8 by SMS" in told
    assert told.endswith("/stats_7d")


async def _nothing(shop: Shop) -> None:
    """Only the business itself."""


def _turn(unit: Unit) -> Turn:
    return Turn(unit, Shop(unit).tenant, TOOLS, NOW, NOW)
