"""/undo: reverse the last deed of a staff member; owners and managers may reverse anybody's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from flows.actor import COMMAND_LINE, Actor
from flows.engine import Subject
from flows.phrase import Lines, Ours, Text, phrase
from handlers.actions.action import RECENT, Origin, Preview, Refused
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.replies.staff_errands import Errand
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import EVERYBODY, OWNERS, Command, IssuedCommand, Reply

if TYPE_CHECKING:
    from handlers.conversation.deed_undo import LastDeed

_TOLD = "undo refused"  # entries of the log
_TAKEN_BACK = frozenset({_TOLD, "undone", "setting taken back"})
"""The log's names of an /undo: the deed before it is the next candidate."""
_OWNER = "owner"
_MEANT = timedelta(days=1)  # after a deed that was not the last


@dataclass(frozen=True, slots=True)
class Undo:
    """A request to undo a deed, by its id and its kind's name; ``of`` is the member who did it, if not the one who
    asks. ``doubtful``: the deed is old, or another one came since, so Parley asks first."""

    kind: str
    deed: UUID
    of: UUID | None
    doubtful: bool = False


async def _find_deed(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the newest deed of the named member, or one's own; if an owner has none, anybody's.

    If a deed cannot be undone, Parley tells the member why, once; then the deed before it is used. A deed over a day
    old counts only if it was the last.
    """
    own = Actor.staff(asked.member.id)
    whose = await _find_member(asked, words)
    may = asked.member.role in OWNERS
    if whose not in {None, own} and not may:
        return Reply(phrase("undo_only_own"), asks=())
    passed: set[UUID] = set()
    for actor in (whose or own, *((None,) if whose is None and may else ())):
        while (newest := await _find_newest(asked, actor, passed)) is not None:
            kind, last = newest
            if whose is None and (stays := await _explain_final(asked, last.id)) is not None:
                return await _explain_stay(asked, stays, newest, passed)
            if whose is None and await _is_long_over(asked, last, passed):
                return Reply(Lines((phrase("undo_not_the_last"), phrase("next", command=Ours("/help")))), asks=())
            looked = await _look(asked.turn, kind, last)
            if isinstance(looked, Preview):
                return FoundArgument(last.id, () if whose else words, newest)
            passed.add(last.id)
            if await _is_told_first(asked, last.id):
                return await _explain_stay(asked, looked.text, await _find_newest(asked, actor, passed), passed)
    stays = None if whose is not None else await _explain_final(asked, None)
    return Reply(stays or phrase("undo_nothing"), asks=())


async def _explain_stay(
    asked: IssuedCommand, stays: Text, before: tuple[str, LastDeed] | None, passed: Collection[UUID]
) -> Reply:
    """Say that a deed cannot be undone, and what the next /undo reverses, if anything."""
    if before is None or await _is_long_over(asked, before[1], passed):
        return Reply(stays, asks=())
    looked = await _look(asked.turn, *before)
    would = looked.text if isinstance(looked, Preview) else ""
    return Reply(Lines((stays, phrase("undo_goes_on"), would)), asks=())


async def _explain_final(asked: IssuedCommand, newest: UUID | None) -> Text | None:
    """Explain that an irreversible action came after the deed ``newest``; None if there is none, or the member knows.
    An owner's action on the command line counts too."""
    known = {name: said for one in conversations_of(asked.turn).undoing.values() for name, said in one.for_good.items()}
    own = (Actor.staff(asked.member.id), *((COMMAND_LINE,) if asked.member.role == _OWNER else ()))
    done = [await asked.turn.unit.access.find_last_among(one, known) for one in own]
    last = max((one for one in done if one is not None), default=None)
    if last is None or (newest is not None and last[0] < newest) or not await _is_told_first(asked, last[0]):
        return None
    return phrase("undo_of_for_good", what=phrase(known[last[1]]))


async def _look(turn: Turn, kind: str, deed: LastDeed) -> Preview | Refused:
    """Return the preview of an undo, or why the deed cannot be undone."""
    try:
        return await conversations_of(turn).undoing[kind].preview(turn, deed.id)
    except Refused as refused:
        return refused


async def _is_long_over(asked: IssuedCommand, deed: LastDeed, passed: Collection[UUID]) -> bool:
    """Return True if a deed is over a day old, and is not the member's last."""
    return asked.turn.now - deed.at > _MEANT and bool(passed or await _did_more(asked, deed))


async def _did_more(asked: IssuedCommand, deed: LastDeed) -> bool:
    """Return True if the member has done something since, other than /undo."""
    last = await asked.turn.unit.access.find_last_deed(Actor.staff(asked.member.id))
    return last is not None and last[0] not in _TAKEN_BACK and last[1] > deed.at


async def _is_told_first(asked: IssuedCommand, deed: UUID) -> bool:
    """Return True the first time that the member reads that this deed cannot be undone, and record it."""
    access, by, about = asked.turn.unit.access, Actor.staff(asked.member.id), Subject("deed", deed)
    if await access.did(by, _TOLD, about):
        return False
    await access.log(by, _TOLD, asked.turn.now, about)
    return True


async def _find_member(asked: IssuedCommand, words: tuple[str, ...]) -> Actor | None:
    """Return the staff member with this name; None if there is none, or several."""
    members = await asked.turn.unit.access.members() if words else ()
    named = [one for one in members if one.name.casefold() == " ".join(words).casefold()]
    return Actor.staff(named[0].id) if len(named) == 1 else None


async def _find_newest(asked: IssuedCommand, whose: Actor | None, but: Collection[UUID]) -> tuple[str, LastDeed] | None:
    """Return the latest deed of all kinds; among those with the same time, the one with the larger id."""
    undoing = conversations_of(asked.turn).undoing
    found = [(kind, await one.last(asked.turn, asked.member, whose, but)) for kind, one in undoing.items()]
    done = ((kind, last) for kind, last in found if last is not None)
    return max(done, key=lambda one: (one[1].at, one[1].id), default=None)


async def _kind(_asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    return FoundArgument(known["deed"][0], words)


async def _of(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    by: Actor = known["deed"][1].by
    return FoundArgument(None if by == Actor.staff(asked.member.id) else by.row, words)


async def _find_doubtful(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    deed: LastDeed = known["deed"][1]
    return FoundArgument(asked.turn.now - deed.at > RECENT or await _did_more(asked, deed), words)


async def would_undo(turn: Turn, command: Undo) -> Preview:
    """Return the effect of an undo. An old deed, or another member's, always needs a confirmation. Raises Refused."""
    preview = await conversations_of(turn).undoing[command.kind].preview(turn, command.deed)
    if command.of is None:
        return replace(preview, harmless=preview.harmless and not command.doubtful)
    name = (await turn.unit.access.names([command.of])).get(command.of, "")
    return replace(preview, text=Lines((phrase("undo_of_others", name=name), preview.text)), harmless=False)


async def undo(turn: Turn, origin: Origin, command: Undo) -> Text:
    """Reverse the deed. Raises Refused."""
    return await conversations_of(turn).undoing[command.kind].does(turn, origin, command.deed)


def _describe_undone(text: Text) -> Text:
    return text


UNDO = Command(
    name="undo",
    aliases=("take that back", "deshacer", "deshaz", "deshazlo"),
    arguments=(
        Argument("deed", "", _find_deed), Argument("kind", "", _kind), Argument("of", "", _of),
        Argument("doubtful", "", _find_doubtful),
    ),
    takes=Undo,
    preview=would_undo,
    does=undo,
    says=_describe_undone,
    roles=EVERYBODY,
    topic="people",
    errands=(Errand.UNDO,),
)  # fmt: skip
