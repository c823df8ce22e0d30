"""Receipts in any order and any number, the answer to our call among them, bring a message to the same end."""

from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.delivery import RANKS, Answer, Failure, MessageStatus, Outgoing
from flows.events import ReceiptArrived
from flows.policy.departure_facts import Kind, Programme, Purpose
from handlers.delivery import delivery_receipts, message_outcome, outbox_claims
from handlers.delivery.channel_handoff import Ready
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from storage.sending.outbox import OutboxEntry, Priority
from tests.delivery.house import House
from tests.delivery.shop import ANN
from tests.single import mark

ANSWER = "answer"  # the provider's yes to our own call
NEWS = ("sending", "sent", "delivered", "read", "failed", ANSWER)
CODES = (Failure.LATER, Failure.ADDRESS, Failure.ALERT, Failure.EXPIRED, Failure.TEMPLATE)
_NUMBERS = itertools.count()
A_MOMENT = 0.3  # seconds in which what nothing holds up would have happened


@settings(max_examples=25)
@given(news=st.lists(st.sampled_from(NEWS), min_size=1, max_size=9), failure=st.sampled_from(CODES), data=st.data())
async def test_receipts_in_any_order_end_the_same(
    house: House, news: list[str], failure: Failure, data: st.DataObject
) -> None:
    one, other = await _end(house, news, failure), await _end(house, data.draw(st.permutations(news)), failure)
    highest = max((_status(name) for name in news), key=RANKS.__getitem__)
    assert one == other == (highest, 0 if highest in {MessageStatus.DELIVERED, MessageStatus.READ} else one[1])


@pytest.mark.parametrize("by_receipt", [True, False], ids=["receipt", "answer"])
async def test_what_an_opt_out_at_the_provider_voids_includes_what_is_just_being_queued(
    house: House, by_receipt: bool
) -> None:
    """For it waits for whoever holds the person."""
    to = await house.address("sms", ANN)
    sent = await house.post(to, "order")
    held, go = asyncio.Event(), asyncio.Event()

    async def queue(turn: Turn) -> UUID | None:
        await turn.unit.people.hold(to.contact)
        held.set()
        await go.wait()
        offers, programme = Purpose.MARKETING, Programme.OFFERS
        return await post(
            turn, to, OutboundMessage("offer", Kind.MESSAGE, text="offer", purpose=offers, programme=programme)
        )

    async def hear(turn: Turn) -> None:
        told = ReceiptArrived("sms", "SM1", "failed", turn.now, sent, Failure.SUPPRESSED, "21610")
        await delivery_receipts.take_receipt(turn, told)

    await house.act(lambda turn: mark(turn.unit, sent, "order", turn.now, elapsed=turn.elapsed))
    line = (await house.line()).id
    entry = OutboxEntry(sent, "message", line, Priority.TRANSACTIONAL, None, to.id, to.contact, False, None)
    ready = Ready(entry, Outgoing(sent, ANN, "order"), house.clock.get_real_time())
    told = Answer(failure=Failure.SUPPRESSED, code="21610")
    queueing = asyncio.create_task(house.act(queue))
    await held.wait()
    hearing = asyncio.create_task(
        house.act(hear if by_receipt else lambda turn: outbox_claims.settle(turn, [(ready, told)]))
    )
    await asyncio.wait({hearing}, timeout=A_MOMENT)
    go.set()
    offer = await queueing
    await hearing
    assert offer is not None
    assert (await house.message(offer)).status is MessageStatus.VOID


def _status(news: str) -> MessageStatus:
    return MessageStatus.SENT if news == ANSWER else MessageStatus(news)


async def _end(house: House, news: list[str], failure: Failure) -> tuple[MessageStatus, int]:
    """A message in the provider's hands, its news in this order; where it ends, and how many repeats still wait."""
    number = next(_NUMBERS)
    to = await house.address("sms", ANN)
    message = await house.offer(to, f"offer:{number}", programme=Programme.OFFERS)

    async def tell(turn: Turn) -> tuple[MessageStatus, int]:
        await mark(turn.unit, message, "offer", turn.now, elapsed=turn.elapsed)
        for name in news:
            await _hear(turn, name, number, failure)
        ended = await turn.unit.messages.get(message)
        assert ended is not None
        repeats = await turn.unit.messages.list_replacements([message], to.contact)
        return ended.status, len([one for one in repeats if one.status is MessageStatus.QUEUED])

    async def _hear(turn: Turn, name: str, number: int, failure: Failure) -> None:
        known = await turn.unit.messages.get(message)
        assert known is not None
        if name == ANSWER:
            await message_outcome.settle(turn, known, Answer(provider_id=f"SM{number}"), 0)
            return
        why = failure if name == "failed" else None
        at = turn.now - timedelta(seconds=number % 7)
        await delivery_receipts.take_receipt(
            turn, ReceiptArrived("sms", f"SM{number}", name, at, message, why, "30003" if why else None)
        )

    return await house.act(tell)
