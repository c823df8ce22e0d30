"""While what came in is not read yet nothing marketing leaves; why says so, not that its person had just written."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.workers import LiveWorkers, Worker
from flows.delivery import MessageStatus
from flows.events import MessageReceived
from flows.policy.verdict import Verdict
from handlers.actions.message_lives import describe_life, load_lives
from handlers.calls.call_names import CHECK_LINK
from handlers.engine.outbox_posts import post_question
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from handlers.people.inbound_event import InboundEvent
from storage.events.spools import WAITING, drop, touch
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import ANN, NUMBER, TIGER

SOON = timedelta(seconds=5)


async def test_a_spool_that_is_not_read_yet_has_a_rule_of_its_own(house: House) -> None:
    await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms",)))
    await house.settle()
    offer = await house.offer(await house.address("sms", ANN))

    async def look(turn: Turn) -> tuple[list[Verdict], str]:
        message = await turn.unit.messages.get(offer)
        assert message is not None
        (life,) = await load_lives(turn, [message])
        return [one.verdict for one in life.judged], make_english(turn).say(describe_life(turn, life))

    await house.act(lambda turn: touch(turn.unit, "elsewhere", 5, turn.elapsed))
    await house.settle()
    (waits,), told = await house.act(look)
    assert ((await house.message(offer)).status, waits.rule, waits.reason) == (MessageStatus.QUEUED, "spool", WAITING)
    assert "waits: messages that came in while the database was away are read first." in told
    await house.act(lambda turn: drop(turn.unit, "elsewhere"))
    await house.settle()
    assert (await house.message(offer)).status is MessageStatus.SENT


async def test_what_was_claimed_before_a_spool_filled_is_put_back(house: House) -> None:
    """Its sender was looked at a moment before; the judging transaction looks once more."""
    await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms",)))
    await house.settle()
    offer = await house.offer(await house.address("sms", ANN))
    waiting = await house.sender.list_waiting()
    await house.act(lambda turn: touch(turn.unit, "elsewhere", 5, turn.elapsed))
    assert await house.sender.step(waiting) == 1
    (judged,) = (await house.act(lambda turn: turn.unit.verdicts.find_verdicts([offer])))[offer]
    assert ((await house.message(offer)).status, judged.verdict.rule) == (MessageStatus.QUEUED, "spool")
    await house.act(lambda turn: drop(turn.unit, "elsewhere"))
    await house.settle()
    assert (await house.message(offer)).status is MessageStatus.QUEUED
    await house.pass_(elapsed=SOON)
    assert (await house.message(offer)).status is MessageStatus.SENT


async def test_while_a_spool_waits_only_what_is_urgent_is_claimed(house: House) -> None:
    """Neither looked at nor put back: the replay needs the time. Answers and notices leave as ever."""
    await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms",)))
    await house.settle()
    address = await house.address("sms", ANN)
    offer = await house.offer(address)
    await house.act(lambda turn: touch(turn.unit, "elsewhere", 5, turn.elapsed))
    assert (await house.sender.list_waiting(), await house.sender.get_pause()) == ([], None)
    notice = await house.post(address, "notice", text="notice")
    (waiting,) = await house.sender.list_waiting()
    assert (waiting.urgent, waiting.held) == (True, True)
    assert await house.sender.step() == 1
    assert [(await house.message(one)).status for one in (notice, offer)] == [MessageStatus.SENT, MessageStatus.QUEUED]
    assert (await house.act(lambda turn: turn.unit.verdicts.find_verdicts([offer])))[offer] == []


async def test_a_call_that_writes_to_nobody_is_not_held(house: House) -> None:
    await house.act(lambda turn: touch(turn.unit, "elsewhere", 5, turn.elapsed))
    await house.act(lambda turn: turn.unit.senders.keep(CHECK_LINK, turn.elapsed))
    assert await house.act(lambda turn: post_question(turn, CHECK_LINK, CHECK_LINK, "look", {}, turn.now))
    (waiting,) = await house.sender.list_waiting()
    assert (waiting.channel, waiting.urgent, waiting.held) == (CHECK_LINK, False, False)


async def test_the_own_spool_holds_before_its_row_says_so(house: House) -> None:
    await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms",)))
    await house.settle()
    await house.offer(await house.address("sms", ANN))
    said = MessageReceived("sms", ANN, NUMBER, "SM1", "STOP", house.clock.now())
    await house.service.spool.append(TIGER, InboundEvent("twilio", "SM1", said, None))
    assert await house.sender.list_waiting() == []


async def test_while_a_spool_is_replayed_other_workers_rest(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """For three times what they worked, a second at most: the replay needs the processor, and they find it soonest."""
    rested: list[float] = []

    async def rest(seconds: float) -> None:
        rested.append(seconds)

    async def work() -> int:
        return 1

    inbox = house.service.inbox
    workers = LiveWorkers(house.service.turns, house.consumer, house.timers, house.sender, inbox)

    async def step(name: str, worked: float = 0.25) -> list[float]:
        rested.clear()
        times = iter((10.0, 10.0 + worked))
        with monkeypatch.context() as patched:
            patched.setattr(asyncio.get_running_loop(), "time", lambda: next(times))
            patched.setattr(asyncio, "sleep", rest)
            assert await workers._step(Worker(name, work)) == 0
        return list(rested)

    assert await step("timers") == []
    said = MessageReceived("sms", ANN, NUMBER, "SM1", "STOP", house.clock.now())
    await house.service.spool.append(TIGER, InboundEvent("twilio", "SM1", said, None))
    assert (await step("timers"), await step("timers", 30), await step("spool")) == ([0.75], [1.0], [])
    assert await inbox.recover() == 1
    assert await step("timers") == []
