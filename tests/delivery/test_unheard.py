"""Nothing marketing leaves from where nobody's STOP can arrive."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.open_turns import OpenTurns
from bot.sender import SenderWorker
from flows.delivery import MessageStatus
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import ANN


async def test_nobody_is_asked_or_reminded_whose_stop_could_not_reach_us(house: House) -> None:
    """Twilio brings what people write to a public address, and there is none."""
    deaf = replace(house.service.turns.tools, public_url=None)
    sender = SenderWorker(OpenTurns(house.service.turns.store, house.clock, deaf), house.service.accounts)
    to = await house.address("sms", ANN)
    await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms",)))
    await house.settle()
    offer = await house.offer(to)
    order = await house.post(to, "order")
    while await sender.step():
        pass
    assert (await house.message(order)).status is MessageStatus.SENT
    waits = (await house.act(lambda turn: turn.unit.verdicts.find_verdicts([offer])))[offer][-1].verdict
    assert ((await house.message(offer)).status, waits.rule) == (MessageStatus.QUEUED, "unheard")
    await house.pass_(now=timedelta(minutes=15))
    assert (await house.message(offer)).status is MessageStatus.SENT
