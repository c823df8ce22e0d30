"""How fast, in which order, and until when: rates and Retry-After in real time, order and expiry in the shop's."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.sender import SenderWorker
from flows.delivery import MessageStatus
from flows.policy.departure_facts import Kind, Programme
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import ANN, HOUR, MINUTE

SECOND = timedelta(seconds=1)


async def _people(house: House, many: int) -> list[str]:
    """Order news for so many people, one each."""
    phones = [f"+131455501{line:02}" for line in range(many)]
    for phone in phones:
        await house.post(await house.address("sms", phone), f"order:{phone}")
    return phones


@pytest.mark.parametrize("rate", [1, 2, 5, 0.5], ids=str)
async def test_a_sender_keeps_its_rate(house: House, rate: float) -> None:
    await house.apply(shop.file(sms_rate=rate, distance="0"))
    await _people(house, 20)
    await house.settle()
    first = max(1, int(rate))
    assert len(house.twilio.messages) == first
    for second in range(1, 4):
        await house.pass_(elapsed=SECOND)
        assert len(house.twilio.messages) == first + int(second * rate)


async def test_a_long_pause_gives_no_burst(house: House) -> None:
    await house.apply(shop.file(sms_rate=2, distance="0"))
    await _people(house, 20)
    await house.pass_(elapsed=HOUR)
    assert len(house.twilio.messages) == 2


async def test_two_processes_share_one_rate(house: House) -> None:
    await house.apply(shop.file(sms_rate=5, distance="0"))
    await _people(house, 30)
    await house.service.accounts.channel(shop.TIGER, "sms")
    others = [SenderWorker(house.service.turns, house.service.accounts) for _ in range(3)]
    for _ in range(4):
        await asyncio.gather(house.sender.step(), *(one.step() for one in others))
    assert len(house.twilio.messages) == 5


async def test_the_provider_never_sees_more_than_the_rate(house: House) -> None:
    """But for the one second's worth that a bucket lets go at once."""
    house.twilio.rate, house.twilio.clock = 2 * 3, house.clock.get_real_time
    await house.apply(shop.file(sms_rate=3, distance="0"))
    phones = await _people(house, 12)
    for _ in range(4 * len(phones)):
        await house.pass_(elapsed=SECOND / 4)
    assert sorted(one.first("To") for one in house.twilio.messages) == sorted(phones)
    assert len(house.twilio.calls) == len(phones), "one was refused for coming too fast"


async def test_what_is_refused_costs_no_turn(house: House) -> None:
    await house.apply(shop.file(sms_rate=1, distance="0"))
    strangers = [await house.address("sms", f"+131455501{line}") for line in range(20, 25)]
    offers = [await house.offer(one, f"offer:{one.value}", programme=Programme.OFFERS) for one in strangers]
    await house.settle()
    assert {(await house.message(one)).status for one in offers} == {MessageStatus.REFUSED}
    await _people(house, 2)
    await house.settle()
    assert len(house.twilio.messages) == 1


async def test_retry_after_is_real_time_and_holds_the_whole_sender(house: House) -> None:
    house.twilio.fail(code=20429, after=7)
    await house.post(await house.address("sms", ANN), "order:1")
    await house.settle()
    await house.post(await house.address("sms", "+13145550122"), "order:2")
    await house.pass_(now=HOUR, elapsed=6 * SECOND)
    assert house.twilio.messages == []
    await house.pass_(elapsed=SECOND)
    assert len(house.twilio.messages) == 2


async def test_a_failure_beside_it_does_not_shorten_retry_after(house: House) -> None:
    house.twilio.fail(code=20429, after=30)
    house.twilio.fail(status=503)
    await _people(house, 2)
    await house.settle()
    assert (await house.line()).held_until == house.clock.get_real_time() + 30 * SECOND


async def test_five_failures_in_a_row_rest_a_sender(house: House) -> None:
    house.twilio.fail(times=5, status=503)
    phones = await _people(house, 5)
    await house.settle()
    assert (await house.line()).held_until == house.clock.get_real_time() + 30 * SECOND
    await house.pass_(now=MINUTE)
    assert house.twilio.messages == []
    await house.pass_(elapsed=30 * SECOND)
    assert (len(house.twilio.messages), (await house.line()).failures) == (len(phones), 0)


async def test_order_per_address_is_kept_while_the_first_is_slow(house: House) -> None:
    ann = await house.address("sms", ANN)
    for number in range(3):
        await house.post(ann, f"part:{number}", text=f"part {number}")
    house.twilio.fail(slow=True)
    slow = asyncio.create_task(house.sender.step())
    await house.twilio.heard.wait()
    await house.sender.step()
    assert len(house.twilio.calls) == 1, "the second left before the first was answered"
    house.twilio.gate.set()
    await slow
    await house.settle()
    await house.pass_(elapsed=SECOND)
    assert house.texts_to(ANN) == ["part 0", "part 1", "part 2"]


async def test_one_that_waits_does_not_hold_back_a_later_one(house: House) -> None:
    ann = await house.address("sms", ANN)
    await house.post(ann, "tomorrow", text="tomorrow", due_at=house.clock.now() + 24 * HOUR)
    await house.post(ann, "now", text="now")
    await house.settle()
    assert house.texts_to(ANN) == ["now"]


async def test_answers_leave_before_orders_and_orders_before_offers(house: House) -> None:
    await house.apply(shop.file(sms_rate=1, distance="0"))
    person = await house.remind()
    assert person.status is MessageStatus.SENT
    later = [await house.address("sms", f"+1314555012{number}") for number in range(3)]
    await house.offer(await house.address("sms", ANN), programme=Programme.OFFERS)
    await house.post(later[0], "order", text="order")
    await house.post(later[1], "answer", text="answer", kind=Kind.ANSWER)
    for _ in range(3):
        await house.pass_(elapsed=SECOND)
    assert [one.first("Body") for one in house.twilio.messages[1:]] == ["answer", "order", "offer"]


async def test_a_flood_of_answers_leaves_a_fifth_of_the_turns(house: House) -> None:
    await house.apply(shop.file(sms_rate=1, distance="0"))
    await house.remind()
    offered = await house.offer(await house.address("sms", ANN), programme=Programme.OFFERS)
    for line in range(20, 40):
        await house.post(await house.address("sms", f"+131455501{line}"), f"answer:{line}", kind=Kind.ANSWER)
    for _ in range(6):
        await house.pass_(elapsed=SECOND)
    assert (await house.message(offered)).status is MessageStatus.SENT
    assert len(house.twilio.messages) == 7


async def test_what_is_late_expires_visibly(house: House) -> None:
    house.twilio.fail(times=2, code=20003)
    late = await house.post(await house.address("sms", ANN), "order")
    brief = await house.post(await house.address("sms", "+13145550123"), "brief", expires_after=MINUTE)
    await house.settle()
    await house.pass_(now=4 * HOUR + MINUTE)
    assert await house.telegram.say(shop.OWNER, "/resume") == 200
    await house.settle()
    assert [(await house.message(one)).status for one in (late, brief)] == [
        MessageStatus.EXPIRED,
        MessageStatus.EXPIRED,
    ]
    assert house.twilio.messages == []


async def test_the_provider_is_told_how_long_it_is_of_use(house: House) -> None:
    ann = await house.address("sms", ANN)
    await house.post(ann, "long")
    await house.settle()
    await house.post(ann, "brief", latest=house.clock.now() + 10 * MINUTE)
    await house.settle()
    assert [one.first("ValidityPeriod") for one in house.twilio.messages] == ["14400", "600"]
