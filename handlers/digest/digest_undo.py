"""/undo of a member's choice of the digest's hour."""

from __future__ import annotations

from datetime import time
from uuid import UUID

from flows.actor import Actor
from flows.digest import NAME, HourChosen
from flows.engine import Subject
from flows.phrase import Lines, Ours, Phrase, Text, phrase
from handlers.actions.action import Origin, Preview, Refused
from handlers.conversation import RECENT, DeedStays, Undoing, last_row, open_deed, taken_back
from handlers.engine import host
from handlers.engine.turn import Turn
from storage.businesses.access import Member
from storage.businesses.deeds import Deed, Deeds

CHOSE = "digest"
"""The kind of deed: a member chose the hour of their digest, or none."""
_BEFORE, _AFTER = "before", "after"


async def choose(turn: Turn, member: Member, at: time | None, by: Actor) -> None:
    """Set the hour of a member's digest, or none, and save both hours for an undo."""
    await _put(turn, member, at)
    await turn.unit.access.log(by, CHOSE, turn.now, Subject("staff", member.id))
    await turn.unit.of(Deeds).note(CHOSE, member.id, by, turn.now, before=_kept(member.digest_at), after=_kept(at))


async def _put(turn: Turn, member: Member, at: time | None) -> None:
    assert member.contact is not None, "a member with a digest is linked"
    await turn.unit.access.set_digest(member.id, at)
    await host.enter(turn, NAME, str(member.id), member.contact, None, HourChosen())


async def _preview(turn: Turn, which: UUID) -> Preview:
    """Return the restored hour. Raises Refused."""
    deed, _ = await _open(turn, which)
    text = phrase("undo_would", what=_what(deed), at=deed.at)
    return Preview(text, phrase("undo_do"), harmless=turn.now - deed.at <= RECENT)


async def _take_back(turn: Turn, origin: Origin, which: UUID) -> Text:
    deed, member = await _open(turn, which)
    async with taken_back(turn, origin, deed.id):
        await _put(turn, member, _hour(deed.figures[_BEFORE]))
    return Lines((phrase("undo_done", what=_what(deed)), phrase("next", command=Ours("/digest"))))


async def _open(turn: Turn, which: UUID) -> tuple[Deed, Member]:
    """Return the deed and its member. Raises Refused if another hour was chosen since, or the member left."""
    deed = await open_deed(turn, which, {CHOSE})
    member = next((one for one in await turn.unit.access.members() if one.id == deed.about), None)
    if member is None or member.contact is None or _kept(member.digest_at) != deed.figures[_AFTER]:
        raise Refused(DeedStays.DONE_ALREADY)
    return deed, member


def _what(deed: Deed) -> Phrase:
    """Return the change, with both hours."""
    hours = {key: Ours(deed.figures[key]) for key in (_BEFORE, _AFTER) if deed.figures[key]}
    return phrase("undo_of_digest", **hours)


def _kept(at: time | None) -> str | None:
    return None if at is None else f"{at:%H:%M}"


def _hour(kept: str | None) -> time | None:
    return None if kept is None else time.fromisoformat(kept)


UNDOES = Undoing(name="digest", last=last_row({CHOSE}), preview=_preview, does=_take_back, kinds=frozenset({CHOSE}))
