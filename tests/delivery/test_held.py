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


async def test_while_a_spool_is_replayed_other_workers_wait(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """At first for the whole of a short spool; then for three times what they worked, a second at most."""
    inbox, loop = house.service.inbox, asyncio.get_running_loop()
    began: list[float] = []  # seconds from the start to each step

    async def find_starts(name: str, *steps: tuple[float, int]) -> list[float]:
        """Let a worker do these steps, each with its seconds and how much it works."""
        workers = LiveWorkers(house.service.turns, house.consumer, house.timers, house.sender, inbox)
        clock, left = [100.0], list(steps)
        began.clear()

        async def step() -> int:
            seconds, worked = left.pop(0)
            began.append(round(clock[0] - 100, 1))
            clock[0] += seconds
            workers._stopping = not left
            house.service.turns.store.listen(name).set()
            return worked

        async def sleep(seconds: float) -> None:
            clock[0] += seconds

        with monkeypatch.context() as patched:
            patched.setattr(loop, "time", lambda: clock[0])
            patched.setattr(asyncio, "sleep", sleep)
            await workers._loop(Worker(name, step))
        return list(began)

    work, idle = (0.25, 1), (0.0, 0)
    assert await find_starts("timers", work, work) == [0, 0.2]
    said = MessageReceived("sms", ANN, NUMBER, "SM1", "STOP", house.clock.now())
    await house.service.spool.append(TIGER, InboundEvent("twilio", "SM1", said, None))
    assert await find_starts("timers", work, (3.0, 1), idle, work) == [5.0, 6.0, 10.0, 15.0]
    assert await find_starts("spool", work, work) == await find_starts("clock", work, work) == [0, 0.2]
    assert await inbox.recover() == 1
    assert await find_starts("timers", idle, work) == [0, 0]


async def test_a_worker_goes_on_once_the_spool_is_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = house.service.inbox
    workers = LiveWorkers(house.service.turns, house.consumer, house.timers, house.sender, inbox)
    said = MessageReceived("sms", ANN, NUMBER, "SM1", "STOP", house.clock.now())
    await house.service.spool.append(TIGER, InboundEvent("twilio", "SM1", said, None))
    waited: list[float] = []

    async def read_it(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            monkeypatch.undo()
            assert await inbox.recover() == 1

    monkeypatch.setattr(asyncio, "sleep", read_it)
    await workers._give_way(Worker("timers", house.timers.step), 60)
    assert len(waited) == 2
