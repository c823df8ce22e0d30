"""A process that judges a campaign's message repeatedly, as at its departure, until the campaign is paused: ``python -m
bot.bench.judging_process``. It reports when it is ready, reads the campaign, and reports when it saw the pause."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from bot.bench import child_process, stopwatch
from bot.bench.bench_shop import BUSINESS
from bot.clock import SystemClock
from bot.config import load
from bot.service_loading import keep_what_is_loaded, load_service
from storage.schema import messages

if TYPE_CHECKING:
    from bot.app import Crew
    from handlers.engine.turn import Turn
    from storage.sending.message import Message

_GLANCE = 0.01  # seconds between two messages


async def _watch() -> None:
    with load_service():
        from bot.app import assemble_crew
        from handlers.campaigns.sending import campaign_departure_checks  # noqa: F401 - what the first departure would import
    crew = assemble_crew(load(os.environ), SystemClock())
    keep_what_is_loaded()
    child_process.say(ready=True)
    try:
        order = await child_process.receive_message()
        if order is not None:
            message = await crew.turns.look(BUSINESS, lambda turn: _find_message(turn, UUID(order["campaign"])))
            child_process.say(waits=await _waits(crew, message))
            while not await _waits(crew, message):  # noqa: ASYNC110 - it looks, as each departure does
                await asyncio.sleep(_GLANCE)
            child_process.say(at=stopwatch.read_stopwatch())
            await child_process.receive_message()
    finally:
        await crew.close()


async def _find_message(turn: Turn, campaign: UUID) -> Message:
    """Return a message of a campaign."""
    query = select(messages.c.id).where(turn.unit.owns(messages), messages.c.campaign == campaign).limit(1)
    found = await turn.unit.value(query)
    return (await turn.unit.messages.by_ids([found]))[found]


async def _waits(crew: Crew, message: Message) -> bool:
    """Return True if the message must wait because its campaign is paused."""
    from handlers.campaigns.sending.campaign_departure_checks import PAUSED, judge_departures

    verdicts = await crew.turns.act(BUSINESS, lambda turn: judge_departures(turn, [message]))  # as a departure does
    return message.id in verdicts and verdicts[message.id].rule == PAUSED


if __name__ == "__main__":
    asyncio.run(_watch())
