"""Receipts in any order and any number, the answer to our call among them, bring a message to the same end."""

from __future__ import annotations

import itertools
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.delivery import RANKS, Answer, Failure, Status
from flows.events import ReceiptArrived
from flows.policy.facts import Kind, Programme, Purpose
from handlers import ending, receipts
from handlers.turn import Turn
from tests.delivery.house import House
from tests.delivery.shop import ANN

ANSWER = "answer"  # the provider's yes to our own call
NEWS = ("sending", "sent", "delivered", "read", "failed", ANSWER)
CODES = (Failure.LATER, Failure.ADDRESS, Failure.ALERT, Failure.EXPIRED, Failure.TEMPLATE)
_NUMBERS = itertools.count()


@settings(max_examples=60)
@given(news=st.lists(st.sampled_from(NEWS), min_size=1, max_size=9), failure=st.sampled_from(CODES), data=st.data())
async def test_receipts_in_any_order_end_the_same(
    house: House, news: list[str], failure: Failure, data: st.DataObject
) -> None:
    one, other = await _end(house, news, failure), await _end(house, data.draw(st.permutations(news)), failure)
    highest = max((_status(name) for name in news), key=RANKS.__getitem__)
    assert one == other == (highest, 0 if highest in {Status.DELIVERED, Status.READ} else one[1])


def _status(news: str) -> Status:
    return Status.SENT if news == ANSWER else Status(news)


async def _end(house: House, news: list[str], failure: Failure) -> tuple[Status, int]:
    """A message in the provider's hands, its news in this order; where it ends, and how many repeats still wait."""
    number = next(_NUMBERS)
    to = await house.address("sms", ANN)
    message = await house.post(to, f"offer:{number}", kind=Kind.MESSAGE, purpose=Purpose.MARKETING,
                               programme=Programme.OFFERS)  # fmt: skip

    async def tell(turn: Turn) -> tuple[Status, int]:
        await turn.unit.messages.mark_sending(message, "offer", [], turn.now, turn.elapsed)
        for name in news:
            await _hear(turn, name, number, failure)
        ended = await turn.unit.messages.get(message)
        assert ended is not None
        repeats = await turn.unit.messages.in_place_of([message], to.contact)
        return ended.status, len([one for one in repeats if one.status is Status.QUEUED])

    async def _hear(turn: Turn, name: str, number: int, failure: Failure) -> None:
        known = await turn.unit.messages.get(message)
        assert known is not None
        if name == ANSWER:
            await ending.settle(turn, known, Answer(provider_id=f"SM{number}"), 0)
            return
        why = failure if name == "failed" else None
        at = turn.now - timedelta(seconds=number % 7)
        await receipts.arrived(
            turn, ReceiptArrived("sms", f"SM{number}", name, at, message, why, "30003" if why else None)
        )

    return await house.act(tell)
