"""What is done before a message is answered: nothing of it is left for later."""

from __future__ import annotations

import pytest

from bot.app import assemble
from bot.clock import PushedClock
from bot.config import Settings
from flows.delivery import Status
from flows.events import MessageReceived
from flows.policy.facts import ConsentState, Kind, Programme, Purpose
from handlers import intake
from handlers.actions.apply import apply_file
from handlers.business_file import read_business_file
from handlers.intake import News
from handlers.outgoing import Letter, post
from handlers.turn import Turn
from storage.people import Identity
from tests.bot.simulator.shop import EVERYBODY, TUESDAY

DANA = "+13145550142"


@pytest.mark.parametrize("text", ["STOP", "quítame de la lista", "रुको"])
async def test_a_stop_takes_out_what_is_queued_before_it_is_answered(database: str, text: str) -> None:
    service = assemble(Settings(database_url=database), PushedClock(TUESDAY))  # never started: nothing happens later
    file = read_business_file(EVERYBODY, {})
    await apply_file(service.turns.store, file, service.vault, TUESDAY, TUESDAY)

    async def queue(turn: Turn) -> None:
        await turn.unit.people.resolve([Identity("sms", DANA)], turn.now)
        dana = await turn.unit.people.address("sms", DANA)
        assert dana is not None
        letter = Letter("k", Kind.MESSAGE, text="Sale", purpose=Purpose.MARKETING, programme=Programme.REMINDERS)
        await post(turn, dana, letter)

    async def stop(turn: Turn) -> intake.Taken:
        said = MessageReceived("sms", DANA, "+13145550100", "p1", text, turn.now)
        return await intake.take(turn, News("simulator", "p1", said, None))

    async def standing(turn: Turn) -> tuple[Status, int, ConsentState]:
        message = await turn.unit.messages.by_key("k")
        assert message is not None
        consent = await turn.unit.consents.state(message.address, Programme.REMINDERS)
        return message.status, len(await turn.unit.outbox.depth()), consent

    try:
        await service.turns.act("tiger", queue)
        taken = await service.turns.act("tiger", stop)
        assert taken.stopped is not None
        assert await service.turns.look("tiger", standing) == (Status.VOID, 0, ConsentState.REVOKED)
    finally:
        await service.stop()
