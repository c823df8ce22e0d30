"""What a channel is told of a message beside its text."""

from __future__ import annotations

import pytest

from flows.delivery import Outgoing
from handlers.delivery import outbox_claims
from handlers.engine.turn import Turn
from tests.delivery import shop
from tests.delivery.house import open_house
from tests.delivery.shop import ANN_CHAT


@pytest.mark.parametrize("sells", [False, True])
async def test_a_channel_is_told_whether_a_message_is_marketing(database: str, sells: bool) -> None:
    async with open_house(database) as house:
        await house.tell(shop.consented(shop.customer(), house.clock.now(), ("telegram",)))
        await house.settle()
        to = await house.address("telegram", str(ANN_CHAT))
        await (house.offer(to) if sells else house.post(to, "order"))
        line = await house.line("telegram")

        async def mark(turn: Turn) -> list[Outgoing]:
            claimed = await outbox_claims.claim(turn, line.id)
            return [one.outgoing for one in (await outbox_claims.mark_permitted(turn, claimed, line.id, None)).ready]

        (outgoing,) = await house.act(mark)
        assert (outgoing.marketing, outgoing.subject) == (sells, None)
