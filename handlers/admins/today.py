"""A greeting of the staff is answered with today: what waits for them, what came in, and where to look."""

from __future__ import annotations

from flows.phrase import Lines, Ours, Text, phrase
from handlers.today import Today
from handlers.turn import Turn
from storage.access import Member

_ALWAYS = "help"


async def today(turn: Turn, member: Member, greeting: str = "hello_today") -> Text:
    """The answer to this member's greeting, by the phrase ``greeting``; it says so where no work waits."""
    told = await turn.tools.conversations.today(turn)
    waits = told.waits or (phrase("nothing_waits"),)
    said = phrase(greeting, member=member.name, today=Lines((*waits, *told.earned), between=", "))
    known = turn.tools.conversations.commands.named
    names = [name for name in (*told.commands, _ALWAYS) if name in known and member.role in known[name].roles]
    return Lines((said, phrase("next", command=Ours(" · ".join(f"/{name}" for name in names)))))


async def paused(turn: Turn) -> Today:
    """That nothing is sent to customers, where that is so."""
    return Today((phrase("sending_is_paused"),) if turn.tenant.paused_at else ())
