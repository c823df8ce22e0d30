"""Where people are, as far as the rules of the hours cannot tell."""

from __future__ import annotations

from bot.examination.finding import Finding, do, some
from bot.masking import mask
from flows.counting import counted
from handlers.turn import Turn
from storage.places import Unread
from templates.values import one_line, shorten

_SHOWN = 3
_LONGEST = 30


async def place_lines(turn: Turn) -> list[Finding]:
    """Regions that nobody can read: the strictest hours of their country hold, until the shop writes them otherwise."""
    unread = await turn.unit.places.unread(turn.business.country)
    if not unread:
        return []
    people = counted(sum(one.people for one in unread), "customer")
    shown = some([f"{_word(one, turn.business.country)} ({one.people})" for one in unread], _SHOWN)
    text = f"the region of {people} cannot be read, so the strictest hours of its country hold for them: {shown}"
    return [do(f"{text}. Write its code or its name in the shop; told so again, with the postal code, it is read")]


def _word(one: Unread, home: str) -> str:
    """The unread word and its country, without anything like a person's number or address."""
    return f"{shorten(one_line(mask(one.region)), _LONGEST, '…')!r} in {one.country or home}"
