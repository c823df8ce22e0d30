"""The most that a shop spends in a day, in whatever currencies, and one batch as carefully as one message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from flows.delivery import MessageStatus
from flows.policy.departure_facts import Kind, Purpose
from flows.policy.message_price import estimate_price
from handlers.delivery.message_departure import BUSY
from handlers.engine.turn import Turn
from storage.facts.departures import Planned, load_facts
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.racing import judged_at_once
from tests.delivery.shop import ANN
from tests.single import mark

SMS = estimate_price("sms", ANN).micros
LIMIT = 1_000_000


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop, which spends a dollar a day."""
    text = shop.file().replace('currency = "USD"', 'currency = "USD"\ndaily_spend = 1', 1)
    async with open_house(database, text=text) as opened:
        yield opened


async def _left(house: House, key: str, price: int | None = None, currency: str | None = None, text: str = "…") -> UUID:
    """A message that left today, at that price."""
    message = await house.post(await house.address("sms", "+13145550199"), key)

    async def leave(turn: Turn) -> None:
        await mark(turn.unit, message, text, turn.now, elapsed=turn.elapsed)
        await turn.unit.messages.reach(message, MessageStatus.SENT, turn.now)
        await turn.unit.messages.note(message, price=price, price_currency=currency)
        await turn.unit.outbox.settle(message)

    await house.act(leave)
    return message


async def _facts(house: House, *to: tuple[str, str]) -> list[int]:
    """What each planned message to these addresses takes for spent."""
    addresses = [await house.address(*one) for one in to]

    async def ask(turn: Turn) -> list[int]:
        planned = [
            Planned(Kind.MESSAGE, Purpose.TRANSACTIONAL, None, one.channel, one.id, one.contact, turn.now)
            for one in addresses
        ]
        found = await load_facts(turn.unit, turn.tenant, planned, turn.draw, turn.now)
        return [fact.house.spent_today for fact in found]

    return await house.act(ask)


@pytest.mark.parametrize(
    ("left", "spent"),
    [
        pytest.param([], 0, id="nothing"),
        pytest.param([(600_000, "USD"), (100_000, "USD")], 700_000, id="one currency"),
        pytest.param([(600_000, "USD"), (700_000, "EUR")], 1_423_270, id="two, at the day's rate"),
        pytest.param([(600_000, "USD"), (500_000, "EUR"), (200_000, "EUR")], 1_423_270, id="several of one"),
        pytest.param([(111_128_500, "INR")], 1_176_100, id="rupees alone"),
        pytest.param([(None, None), (None, None)], 2 * SMS, id="expected"),
        pytest.param([(600_000, "USD"), (700_000, "EUR"), (None, None)], 1_423_270 + SMS, id="expected beside known"),
        pytest.param([(0, "USD"), (None, None)], SMS, id="free"),
    ],
)
async def test_what_was_spent(house: House, left: list[tuple[int | None, str | None]], spent: int) -> None:
    for number, (price, currency) in enumerate(left):
        await _left(house, f"left:{number}", price, currency)
    assert await _facts(house, ("sms", ANN)) == [spent]


@pytest.mark.parametrize(
    ("text", "segments"),
    [("x" * 160, 1), ("x" * 161, 2), ("x" * 306, 2), ("x" * 307, 3), ("न" * 70, 1), ("न" * 71, 2), ("न" * 135, 3)],
    ids=["one", "two", "two, full", "three", "Hindi", "Hindi, two", "Hindi, three"],
)
async def test_what_has_no_price_yet_costs_by_its_segments(house: House, text: str, segments: int) -> None:
    await _left(house, "left", text=text)
    assert await _facts(house, ("sms", ANN)) == [segments * SMS]


async def test_a_long_text_costs_more_before_it_leaves(house: House) -> None:
    """In one batch there is room for two of three segments each, and for a single one."""
    await _left(house, "left", LIMIT - 7 * SMS, "USD")
    to = [await house.address("sms", f"+131455501{n}") for n in range(20, 26)]
    posted = [await house.post(one, f"order:{n}", text="x" * (400 if n < 4 else 20)) for n, one in enumerate(to)]
    await house.step()
    sent = [(await house.message(one)).status is MessageStatus.SENT for one in posted]
    assert sent == [True, True, False, False, True, False]


async def test_one_that_could_leave_counts_for_those_after_it(house: House) -> None:
    people = [("sms", f"+131455501{number}") for number in range(20, 24)]
    assert await _facts(house, *people) == [0, SMS, 2 * SMS, 3 * SMS]


async def test_one_that_cannot_leave_counts_for_nobody(house: House) -> None:
    await _left(house, "left", LIMIT - SMS - 1, "USD")
    people = [("sms", f"+131455501{number}") for number in range(20, 24)]
    spent = LIMIT - SMS - 1
    assert await _facts(house, *people) == [spent, spent + SMS, spent + SMS, spent + SMS]


async def test_two_ways_to_one_person_do_not_add_up(house: House) -> None:
    await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms", "telegram")))
    await house.settle()
    spent = await _facts(house, ("sms", ANN), ("telegram", str(shop.ANN_CHAT)), ("sms", "+13145550120"))
    assert spent == [0, 0, SMS]


async def test_a_batch_does_not_overshoot(house: House) -> None:
    await _left(house, "left", LIMIT - 3 * SMS, "USD")
    posted = [await house.post(await house.address("sms", f"+131455501{n}"), f"order:{n}") for n in range(20, 30)]
    await house.step()
    statuses = [(await house.message(one)).status for one in posted]
    assert (statuses.count(MessageStatus.SENT), len(house.twilio.messages)) == (3, 3)
    await house.pass_(BUSY, BUSY)
    assert len(house.twilio.messages) == 3
    verdicts = await house.act(lambda turn: turn.unit.verdicts.find_verdicts(posted))
    assert {judged[-1].verdict.rule for judged in verdicts.values() if judged} == {"spend.daily"}
    await house.settle()
    told = [one for one in house.alerts() if "budget for messages is spent" in one]
    assert told == [
        "Today's budget for messages is spent: $1 ([business] daily_spend). "
        "Messages that cost money wait until tomorrow."
    ]


async def test_one_that_costs_more_than_a_day_s_money_is_no_sign_that_this_is_spent(house: House) -> None:
    """It is refused for its own price: nothing else waits for tomorrow."""
    dear = await house.post(await house.address("sms", "+13145550120"), "dear", text="x" * 153 * (LIMIT // SMS + 1))
    await house.settle()
    assert (await house.message(dear)).status is MessageStatus.REFUSED
    assert not [one for one in house.alerts() if "budget for messages is spent" in one]


async def test_two_processes_at_the_same_instant_do_not_overshoot(house: House) -> None:
    """Each has room for one more when it looks; the second looks when the first has written what it spends."""
    await _left(house, "left", LIMIT - SMS - 1, "USD")
    posted = [await house.post(await house.address("sms", f"+131455501{n}"), f"order:{n}") for n in (20, 21)]
    judged = await judged_at_once(house, 2)
    assert sum(len(one.ready) for one in judged) == 1
    statuses = [(await house.message(one)).status for one in posted]
    assert sorted(statuses) == [
        MessageStatus.REFUSED,
        MessageStatus.SENDING,
    ]  # what must wait for tomorrow comes too late


async def test_without_a_limit_nobody_waits(database: str) -> None:
    """On PostgreSQL; a SQLite file has one writer at any time."""
    text = shop.file().replace('currency = "USD"', 'currency = "USD"\ndaily_spend = "none"', 1)
    async with open_house(database, text=text) as house:
        for number in (20, 21):
            await house.post(await house.address("sms", f"+131455501{number}"), f"order:{number}")
        judged = await judged_at_once(house, 2, patient=database.startswith("sqlite"))
        assert [len(one.ready) for one in judged] == [1, 1]
