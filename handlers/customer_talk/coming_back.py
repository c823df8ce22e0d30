"""START or a keyword to join: they agree by their own act, in their own chat."""

from __future__ import annotations

from flows.engine import Permitted
from flows.events import ConsentAction
from flows.policy.facts import ConsentState, Kind, Programme
from handlers import joining, noted
from handlers.customer_talk import stopping
from handlers.customer_talk.said import Said, say
from handlers.replies.intents import Intent
from handlers.turn import Turn
from storage.consents import OWN_PROGRAMMES, Line


async def come_back(turn: Turn, said: Said) -> None:
    """START or a keyword to join: their own act, in their own chat, so it lifts what they took back."""
    await stopping.lift(turn, said.address)
    for programme in OWN_PROGRAMMES:
        before = await turn.unit.consents.state(said.address.id, programme)
        if before is ConsentState.CONFIRMED:
            continue
        await turn.unit.consents.record(_agreed(said, programme), turn.now, said.message.id)
    await noted.note(turn, said.address.contact, Permitted(), f"came_back:{said.message.id}")
    template = "start_again" if said.reading.intent is Intent.START else "joined"
    if said.event.keyword != "START" and not await joining.welcomed_enough(turn, said.address):
        await say(turn, said, template, Kind.OPT_IN_DONE)


def _agreed(said: Said, programme: Programme) -> Line:
    """Their own word from their own phone is both steps at once."""
    text, at = said.reading.intent.value, said.message.created_at
    return Line(said.address.contact, said.address.id, programme, ConsentAction.CONFIRMED, "their own words", text, at)
