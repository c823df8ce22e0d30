"""A mistake of ours that one message meets: the others leave, it is tried five times, and then it waits to be seen."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import update

from bot.open_turns import OpenTurns
from bot.sender import SenderWorker
from flows.actor import Actor
from flows.delivery import Answer, MessageStatus
from handlers.actions.action import Origin
from handlers.actions.business_pause import Resume, resume
from handlers.delivery import message_departure, outbox_claims
from handlers.engine.turn import Turn
from storage.events.parked_work import count_parked
from storage.schema import messages
from storage.sending.message import Message
from storage.sending.messages import Messages
from storage.sending.outbox import OutboxEntry
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import ANN, HOUR

SECOND = timedelta(seconds=1)
PAUSES = [5 * SECOND, 20 * SECOND, 80 * SECOND, 320 * SECOND]
BROKEN = "no_such_text"


async def _broken(house: House, phone: str = ANN) -> UUID:
    """A message that cannot be rendered, in a way that nobody thought of."""
    broken = await house.post(await house.address("sms", phone), f"broken:{phone}")
    here = messages.c.id == broken
    await house.act(lambda turn: turn.unit.run(update(messages).where(here).values(text=None, template=BROKEN)))
    return broken


async def _fine(house: House, many: int) -> list[UUID]:
    return [
        await house.post(await house.address("sms", f"+131455501{line}"), f"order:{line}")
        for line in range(20, 20 + many)
    ]


async def _parked(house: House) -> int:
    return (await house.act(lambda turn: count_parked(turn.unit))).outbox


async def test_the_others_of_its_batch_leave(house: House) -> None:
    broken, fine = await _broken(house), await _fine(house, 3)
    await house.settle()
    assert {(await house.message(one)).status for one in fine} == {MessageStatus.SENT}
    assert ((await house.message(broken)).status, len(house.twilio.messages)) == (MessageStatus.QUEUED, 3)


async def test_it_is_tried_five_times_ever_later_and_then_parked(house: House) -> None:
    broken = await _broken(house)
    await house.settle()
    for pause in PAUSES:
        await house.pass_(elapsed=pause - SECOND)
        assert not await house.step(), "it was tried before its pause was over"
        assert await _parked(house) == 0
        await house.pass_(elapsed=SECOND)
    assert (await _parked(house), (await house.message(broken)).status) == (1, MessageStatus.QUEUED)
    house.clock.push(now=HOUR, elapsed=HOUR)
    assert not await house.step()


async def test_it_costs_the_others_no_turn(house: House) -> None:
    await house.apply(shop.file(sms_rate=1))
    await _broken(house)
    await house.settle()
    await _fine(house, 1)
    await house.settle()
    assert len(house.twilio.messages) == 1


class Careless:
    """A provider's module with a mistake in it."""

    async def perform(self, outgoing: object) -> Answer:
        raise RuntimeError("a mistake")

    async def find(self, outgoing: object, since: object) -> object:
        raise RuntimeError("another")


class CarelessAccounts:
    """All of them with a mistake."""

    async def channel(self, business: str, channel: str) -> Careless:
        return Careless()

    async def caller(self, business: str, provider: str) -> None:
        return None

    def callback(self, business: str, channel: str, message: UUID) -> None:
        return None


async def test_one_that_may_have_been_handed_over_is_visibly_unknown(house: House) -> None:
    ann = await house.address("sms", ANN)
    first = await house.post(ann, "first")
    sender = SenderWorker(house.service.turns, CarelessAccounts())  # type: ignore[arg-type]
    await sender.step()
    assert (await house.message(first)).status is MessageStatus.UNKNOWN
    for _ in range(8):
        house.clock.push(elapsed=HOUR)
        await sender.step()
    assert ((await house.message(first)).status, await _parked(house)) == (MessageStatus.UNKNOWN, 1)
    second = await house.post(ann, "second")
    await house.settle()
    assert (await house.message(second)).status is MessageStatus.SENT


async def test_what_a_provider_refused_is_no_mistake_of_ours(house: House) -> None:
    """Put off four times by the provider, it still has its five tries with us."""
    order = await house.post(await house.address("sms", ANN), "order")
    house.twilio.fail(times=4, code=30001)
    for _ in range(4):
        await house.pass_(now=10 * SECOND * 2**4)
    careless = SenderWorker(house.service.turns, CarelessAccounts())  # type: ignore[arg-type]
    for _ in range(4):
        house.clock.push(now=HOUR / 6, elapsed=HOUR)
        await careless.step()
    assert ((await house.message(order)).status, await _parked(house)) == (MessageStatus.UNKNOWN, 0)
    house.clock.push(elapsed=HOUR)
    await careless.step()
    assert await _parked(house) == 1


async def test_a_mistake_of_ours_is_no_try_of_the_providers(house: House) -> None:
    """Who stumbles over a message twice has not yet tried to reach a phone that is off."""
    order = await house.post(await house.address("sms", ANN), "order")
    for _ in range(2):
        await house.act(_stumble)
        house.clock.push(elapsed=HOUR)
    house.twilio.fail(code=30003)
    await house.settle()
    assert (await house.message(order)).status is MessageStatus.QUEUED
    await house.pass_(now=HOUR)
    assert (await house.message(order)).status is MessageStatus.SENT


async def _stumble(turn: Turn) -> None:
    line = await turn.unit.senders.find_for_channel("sms")
    assert line is not None
    (entry,) = await outbox_claims.claim(turn, line.id)
    await outbox_claims.stumble(turn, entry, 1)


async def test_another_process_does_not_hold_back_what_was_just_released(house: House) -> None:
    """It read the pause a moment ago; the resume it has not heard of yet."""
    await house.act(lambda turn: turn.unit.businesses.pause("Asha", turn.now))
    service = house.service
    other = SenderWorker(OpenTurns(service.turns.store, service.clock, service.turns.tools), service.accounts)
    order = await house.post(await house.address("sms", ANN), "order")
    await other.step()
    assert (await house.message(order)).status is MessageStatus.QUEUED
    await house.act(_resume)
    await service.turns.tenant(shop.TIGER)
    await other.step()
    assert (await house.message(order)).status is MessageStatus.SENT


async def _resume(turn: Turn) -> None:
    (owner,) = await turn.unit.access.members()
    await resume(turn, Origin(Actor.staff(owner.id), "test"), Resume())


class Overtaken(Messages):
    """Somebody ends a message between the look at it and its mark."""

    async def by_ids(self, ids: object) -> dict[UUID, Message]:
        found = await super().by_ids(ids)  # type: ignore[arg-type]
        for message in found:
            await self.close(message, MessageStatus.VOID, shop.MORNING)
        return found


async def test_what_was_voided_meanwhile_stays_void(house: House) -> None:
    order = await house.post(await house.address("sms", ANN), "order")

    async def depart(turn: Turn) -> int:
        turn.unit.messages = Overtaken(turn.unit)
        line = await turn.unit.senders.find_for_channel("sms")
        assert line is not None
        claimed: list[OutboxEntry] = await turn.unit.outbox.claim(line.id, turn.now, turn.elapsed, SECOND, 10)
        return len(await message_departure.depart(turn, claimed))

    assert await house.act(depart) == 0
    assert (await house.message(order)).status is MessageStatus.VOID
    assert await house.act(lambda turn: turn.unit.outbox.depth()) == {}
