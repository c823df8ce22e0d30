"""What sells leaves as marketing of a programme, or is not even queued."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from flows.policy.departure_facts import Kind, Programme, Purpose
from handlers.engine.outbox_posts import OutboundMessage, post
from tests.delivery.house import House, open_house
from tests.delivery.shop import file


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop."""
    async with open_house(database, text=file()) as opened:
        yield opened


@pytest.mark.parametrize(
    ("kind", "purpose", "programme"),
    [
        pytest.param(Kind.MESSAGE, Purpose.TRANSACTIONAL, None, id="a service text"),
        pytest.param(Kind.MESSAGE, Purpose.MARKETING, None, id="of no programme"),
        pytest.param(Kind.ANSWER, Purpose.MARKETING, Programme.OFFERS, id="an answer"),
    ],
)
async def test_what_sells_is_not_queued_as_anything_else(
    house: House, kind: Kind, purpose: Purpose, programme: Programme | None
) -> None:
    to = await house.address("sms", "+13145550120")
    letter = OutboundMessage("one", kind, "alternatives", purpose=purpose, programme=programme)
    with pytest.raises(ValueError, match="alternatives sells: it leaves as marketing of a programme"):
        await house.act(lambda turn: post(turn, to, letter))
    await house.step()
    assert house.twilio.messages == []
