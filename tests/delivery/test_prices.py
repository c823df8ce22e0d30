"""What messages cost: asked for where the provider tells it late, noted with the message, and told to nobody."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from flows.delivery import MessageStatus
from flows.events import ReceiptArrived
from flows.money import Money
from handlers.calls import price_call
from handlers.engine.turn import Turn
from storage.sending.outbox import OutboxEntry
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN, ANN_CHAT, HOUR, MINUTE, RAVI
from tests.providers.twilio import WHATSAPP

FIRST = 5 * MINUTE
LOOKS = [FIRST * 3**look for look in range(6)]  # the waits before each look
SECOND = timedelta(seconds=1)


def _asked(house: House) -> int:
    return len([call for call in house.twilio.calls if "/Messages/SM" in call.path])


async def _sent(house: House, channel: str = "sms", to: str = ANN) -> UUID:
    """A message that the phone has, and whose price nobody knows."""
    posted = await house.post(await house.address(channel, to), f"order:{to}")
    await house.settle()
    if channel != "telegram":
        for status in ("sent", "delivered"):
            assert await house.twilio.receipt(house.twilio.messages[-1].sid, status) == 200
        await house.settle()
    return posted


async def _price(house: House, message: UUID) -> tuple[int | None, str | None]:
    found = await house.message(message)
    return found.price, found.price_currency


async def _waiting(house: House) -> int:
    return sum(many for many, _ in (await house.act(lambda turn: turn.unit.outbox.depth())).values())


async def _call(house: House, message: UUID) -> OutboxEntry:
    """The question as it stands in the outbox."""

    async def find(turn: Turn) -> OutboxEntry:
        line = await turn.unit.senders.find_for_channel("sms")
        assert line is not None
        much_later = turn.now + 1000 * HOUR
        (entry,) = await turn.unit.outbox.claim(line.id, much_later, turn.elapsed, timedelta(0), 10)
        return entry

    return await house.act(find)


async def test_the_price_is_asked_for_once_it_may_be_known(house: House) -> None:
    message = await _sent(house)
    house.twilio.charge(house.twilio.messages[-1].sid, "-0.00830")
    await house.pass_(now=FIRST - SECOND)
    assert (_asked(house), await _price(house, message)) == (0, (None, None))
    await house.pass_(now=SECOND)
    assert (_asked(house), await _price(house, message)) == (1, (8300, "USD"))
    await house.pass_(now=100 * HOUR)
    assert (_asked(house), await _waiting(house)) == (1, 0)


async def test_whatsapp_is_asked_about_too_and_in_the_currency_of_the_account(house: House) -> None:
    url = f"{house.url}/channels/twilio/tiger/inbound"
    ends = f"whatsapp:{RAVI}", f"whatsapp:{WHATSAPP}"
    assert await house.twilio.say(*ends, "thanks", url=url) == 200
    await house.settle()
    message = await _sent(house, "whatsapp", RAVI)
    house.twilio.charge(house.twilio.messages[-1].sid, "-0.0456", "EUR")
    await house.pass_(now=FIRST)
    assert await _price(house, message) == (45_600, "EUR")


async def test_while_it_is_not_known_it_is_asked_for_ever_more_seldom(house: House) -> None:
    message = await _sent(house)
    for look, wait in enumerate(LOOKS[:4]):
        await house.pass_(now=wait - SECOND)
        assert _asked(house) == look
        await house.pass_(now=SECOND)
        assert _asked(house) == look + 1
    house.twilio.charge(house.twilio.messages[-1].sid, "-0.0079")
    await house.pass_(now=LOOKS[4])
    assert await _price(house, message) == (7900, "USD")


async def test_what_is_never_told_is_given_up_quietly(house: House) -> None:
    message = await _sent(house)
    entry = await _call(house, message)
    for wait in LOOKS:
        await house.pass_(now=wait, elapsed=SECOND)
    await house.pass_(now=1000 * HOUR, elapsed=SECOND)
    call = await house.act(lambda turn: turn.unit.calls.get(entry.id))
    assert call is not None
    assert (_asked(house), call.status, await _waiting(house)) == (len(LOOKS), "failed", 0)
    assert (await _price(house, message), house.alerts()) == ((None, None), [])


async def test_a_provider_that_is_away_is_asked_later(house: House) -> None:
    message = await _sent(house)
    house.twilio.charge(house.twilio.messages[-1].sid, "-0.0079")
    await house.twilio.refuse()
    await house.pass_(now=FIRST)
    await house.twilio.accept()
    assert await _price(house, message) == (None, None)
    await house.pass_(now=LOOKS[1])
    assert (await _price(house, message), (await house.line()).failures) == ((7900, "USD"), 0)


async def test_it_is_asked_for_while_the_shop_is_paused(house: House) -> None:
    message = await _sent(house)
    house.twilio.charge(house.twilio.messages[-1].sid, "-0.0079")
    await house.act(lambda turn: turn.unit.businesses.pause("a look at the texts", turn.now))
    await house.pass_(now=FIRST)
    assert await _price(house, message) == (7900, "USD")


async def test_a_question_costs_no_turn_of_a_message(house: House) -> None:
    await house.apply(shop.file(sms_rate=1))
    message = await _sent(house)
    house.twilio.charge(house.twilio.messages[-1].sid, "-0.0079")
    await house.pass_(now=FIRST, elapsed=HOUR)
    second = await house.post(await house.address("sms", "+13145550122"), "order:2")
    await house.settle()
    assert await _price(house, message) == (7900, "USD")
    assert (await house.message(second)).status is MessageStatus.SENT


async def test_an_answer_tells_no_conversation_and_a_known_price_is_not_asked_for(house: House) -> None:
    reminder = await house.remind()
    runs = await house.act(lambda turn: turn.unit.runs.list_open(reminder.contact))
    await house.twilio.deliver()
    await house.settle()
    await house.act(lambda turn: turn.unit.messages.note(reminder.id, price=9000, price_currency="USD"))
    await house.pass_(now=FIRST)
    assert (_asked(house), await _price(house, reminder.id)) == (0, (9000, "USD"))
    assert await house.act(lambda turn: turn.unit.runs.list_open(reminder.contact)) == runs


async def test_telegram_costs_nothing_and_is_not_asked(house: House) -> None:
    message = await house.message(await _sent(house, "telegram", str(ANN_CHAT)))
    await house.act(lambda turn: price_call.ask_price(turn, message))
    assert (message.status, await _waiting(house)) == (MessageStatus.SENT, 0)


@pytest.mark.parametrize("told", [("sent",), ("sent", "delivered", "read"), ("delivered", "sent")])
async def test_every_receipt_asks_and_one_question_is_posted(house: House, told: tuple[str, ...]) -> None:
    await house.post(await house.address("sms", ANN), "order:1")
    await house.settle()
    for status in told:
        await house.twilio.receipt(house.twilio.messages[-1].sid, status)
        await house.settle()
    assert await _waiting(house) == 1


async def test_where_no_receipts_come_it_is_asked_for_all_the_same(database: str) -> None:
    async with open_house(database, public=False) as house:
        message = await house.post(await house.address("sms", ANN), "order:1")
        await house.settle()
        house.twilio.charge(house.twilio.messages[-1].sid, "-0.0079")
        await house.pass_(now=FIRST - SECOND)
        assert (_asked(house), await _price(house, message)) == (0, (None, None))
        await house.pass_(now=SECOND)
        assert (_asked(house), await _price(house, message)) == (1, (7900, "USD"))
        await house.pass_(now=100 * HOUR)
        assert (_asked(house), await _waiting(house)) == (1, 0)


async def test_where_no_receipts_come_it_is_given_up_in_the_end(database: str) -> None:
    async with open_house(database, public=False) as house:
        await house.post(await house.address("sms", ANN), "order:1")
        await house.settle()
        for wait in [*LOOKS, 1000 * HOUR]:
            await house.pass_(now=wait, elapsed=SECOND)
        assert (_asked(house), await _waiting(house)) == (len(LOOKS), 0)


async def test_where_receipts_come_they_are_waited_for(house: House) -> None:
    await house.post(await house.address("sms", ANN), "order:1")
    await house.settle()
    assert await _waiting(house) == 0


async def test_a_receipt_that_tells_the_price_leaves_nothing_to_ask(house: House) -> None:
    message = await house.post(await house.address("sms", ANN), "order:1")
    await house.settle()
    sid, price = house.twilio.messages[-1].sid, Money.parse("0.0079", "USD")
    await house.tell(ReceiptArrived("sms", sid, "delivered", house.clock.now(), message, price=price))
    await house.settle()
    assert (await _price(house, message), await _waiting(house)) == ((7900, "USD"), 0)
