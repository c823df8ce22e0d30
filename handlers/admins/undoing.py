"""/undo: the last deed of a member of the staff is taken back; owners and managers take back anybody's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from flows.actor import Actor
from flows.engine import Subject
from flows.phrase import Lines, Text, phrase
from handlers.actions.action import Origin, Preview, Refused
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.command import EVERYBODY, OWNERS, Asked, Command, Reply
from handlers.turn import Turn

if TYPE_CHECKING:
    from handlers.conversation.undoing import LastDeed

_TOLD = "undo refused"  # in the log of what was done


@dataclass(frozen=True, slots=True)
class Undo:
    """A deed of a conversation, by its id, is taken back; ``of`` is the member who did it, where another one asks."""

    part: str
    deed: UUID
    of: UUID | None


async def _deed(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """The newest deed of whoever is named, else one's own; where there is none an owner is shown anybody's.

    Of one that stays the member is told why, once; after that the one before it is looked for.
    """
    own = Actor.staff(asked.member.id)
    whose = await _named(asked, words)
    may = asked.member.role in OWNERS
    if whose not in {None, own} and not may:
        return Reply(phrase("undo_only_own"), asks=())
    passed: set[UUID] = set()
    for actor in (whose or own, *((None,) if whose is None and may else ())):
        while (newest := await _newest(asked, actor, passed)) is not None:
            part, last = newest
            stays = await _stays(asked.turn, part, last)
            if stays is None:
                return Found(last.id, () if whose else words, newest)
            passed.add(last.id)
            if await _is_told_first(asked, last):
                before = await _newest(asked, actor, passed)
                return Reply(Lines((stays, phrase("undo_goes_on"))) if before else stays, asks=())
    return Reply(phrase("undo_nothing"), asks=())


async def _stays(turn: Turn, part: str, deed: LastDeed) -> Text | None:
    """Why a deed cannot be taken back, if so."""
    try:
        await turn.tools.conversations.undoing[part].preview(turn, deed.id)
    except Refused as refused:
        return refused.text
    return None


async def _is_told_first(asked: Asked, deed: LastDeed) -> bool:
    """Whether nobody has told the member yet that a deed stays; that is noted."""
    access, by, about = asked.turn.unit.access, Actor.staff(asked.member.id), Subject("deed", deed.id)
    if await access.did(by, _TOLD, about):
        return False
    await access.log(by, _TOLD, asked.turn.now, about)
    return True


async def _named(asked: Asked, words: tuple[str, ...]) -> Actor | None:
    """The member of the staff whom the words name; None for nobody, or several of that name."""
    members = await asked.turn.unit.access.members() if words else ()
    named = [one for one in members if one.name.casefold() == " ".join(words).casefold()]
    return Actor.staff(named[0].id) if len(named) == 1 else None


async def _newest(asked: Asked, whose: Actor | None, but: Collection[UUID]) -> tuple[str, LastDeed] | None:
    undoing = asked.turn.tools.conversations.undoing
    found = [(part, await one.last(asked.turn, asked.member, whose, but)) for part, one in undoing.items()]
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
