"""/undo: the last deed of a member of the staff is taken back; owners and managers take back anybody's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from flows.actor import Actor
from flows.phrase import Lines, Text, phrase
from handlers.actions.action import Origin, Preview
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.command import EVERYBODY, OWNERS, Asked, Command, Reply
from handlers.turn import Turn

if TYPE_CHECKING:
    from handlers.conversation.undoing import LastDeed


@dataclass(frozen=True, slots=True)
class Undo:
    """A deed of a conversation, by its id, is taken back; ``of`` is the member who did it, where another one asks."""

    part: str
    deed: UUID
    of: UUID | None


async def _deed(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """The newest deed of whoever is named, else one's own; where there is none an owner is shown anybody's."""
    own = Actor.staff(asked.member.id)
    whose = await _named(asked, words)
    may = asked.member.role in OWNERS
    if whose not in {None, own} and not may:
        return Reply(phrase("undo_only_own"), asks=())
    newest = await _newest(asked, whose or own)
    if newest is None and whose is None and may:
        newest = await _newest(asked, None)
    if newest is None:
        return Reply(phrase("undo_nothing"), asks=())
    return Found(newest[1].id, () if whose else words, newest)


async def _named(asked: Asked, words: tuple[str, ...]) -> Actor | None:
    """The member of the staff whom the words name; None for nobody, or several of that name."""
    members = await asked.turn.unit.access.members() if words else ()
    named = [one for one in members if one.name.casefold() == " ".join(words).casefold()]
    return Actor.staff(named[0].id) if len(named) == 1 else None


async def _newest(asked: Asked, whose: Actor | None) -> tuple[str, LastDeed] | None:
    undoing = asked.turn.tools.conversations.undoing
    found = [(part, await one.last(asked.turn, asked.member, whose)) for part, one in undoing.items()]
    return max(((part, last) for part, last in found if last is not None), key=lambda one: one[1].at, default=None)


async def _part(_asked: Asked, known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    return Found(known["deed"][0], words)


async def _of(asked: Asked, known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    by: Actor = known["deed"][1].by
    return Found(None if by == Actor.staff(asked.member.id) else by.row, words)


async def would_undo(turn: Turn, command: Undo) -> Preview:
    """What would be taken back; another member's deed is asked about always, with the name. Raises Refused."""
    preview = await turn.tools.conversations.undoing[command.part].preview(turn, command.deed)
    if command.of is None:
        return preview
    name = (await turn.unit.access.names([command.of])).get(command.of, "")
    return replace(preview, text=Lines((phrase("undo_of_others", name=name), preview.text)), harmless=False)


async def undo(turn: Turn, origin: Origin, command: Undo) -> Text:
    """Take it back. Raises Refused."""
    return await turn.tools.conversations.undoing[command.part].does(turn, origin, command.deed)


def _said(text: Text) -> Text:
    return text


UNDO = Command(
    name="undo",
    aliases=("take that back",),
    near=("revert", "deshacer"),
    arguments=(Argument("deed", "", _deed), Argument("part", "", _part), Argument("of", "", _of)),
    takes=Undo,
    preview=would_undo,
    does=undo,
    says=_said,
    roles=EVERYBODY,
    topic="people",
)
