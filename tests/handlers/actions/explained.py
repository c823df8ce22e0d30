"""What /why says, in English."""

from __future__ import annotations

from uuid import UUID

from handlers.actions import message_explanation
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn


async def explain_person(turn: Turn, who: str) -> str:
    """As the staff reads it in their chat."""
    return make_english(turn).say((await message_explanation.explain_person(turn, who)).text)


async def explain(turn: Turn, message: UUID) -> list[str]:
    """The life of one message, line by line."""
    return [make_english(turn).say(line) for line in (await message_explanation.explain(turn, message)).lines]
