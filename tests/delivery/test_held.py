"""While what came in is not read yet nothing marketing leaves; why says so, not that its person had just written."""

from __future__ import annotations

from datetime import timedelta

from flows.delivery import MessageStatus
from flows.policy.verdict import Verdict
from handlers.actions.message_lives import describe_life, load_lives
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from storage.events.spools import WAITING, drop, touch
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import ANN

SOON = timedelta(seconds=5)


async def test_a_spool_that_is_not_read_yet_has_a_rule_of_its_own(house: House) -> None:
    await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms",)))
    await house.settle()
    offer = await house.offer(await house.address("sms", ANN))

    async def look(turn: Turn) -> tuple[list[Verdict], str]:
        message = await turn.unit.messages.get(offer)
        assert message is not None
        (life,) = await load_lives(turn, [message])
        judged = (await turn.unit.verdicts.find_verdicts([offer]))[offer]
        return [one.verdict for one in judged], make_english(turn).say(describe_life(turn, life))

    await house.act(lambda turn: touch(turn.unit, "elsewhere", 5, turn.elapsed))
    await house.settle()
    (waits,), told = await house.act(look)
    assert ((await house.message(offer)).status, waits.rule, waits.reason) == (MessageStatus.QUEUED, "spool", WAITING)
    assert "waits: messages that came in while the database was away are read first." in told
    await house.act(lambda turn: drop(turn.unit, "elsewhere"))
    await house.settle()
    assert (await house.message(offer)).status is MessageStatus.QUEUED
    await house.pass_(elapsed=SOON)
    assert (await house.message(offer)).status is MessageStatus.SENT
