"""/undo of a member's choice of the digest's hour."""

from __future__ import annotations

from datetime import time

from flows.actor import Actor
from flows.digest import NAME, HourChosen
from flows.engine import Subject
from flows.phrase import Ours, phrase
from handlers.actions.action import Refused
from handlers.conversation import DeedStays, Reversal, Undoing
from handlers.engine import host
from handlers.engine.turn import Turn
from storage.businesses.access import Member
from storage.businesses.deeds import Deed, Deeds

CHOSE = "digest"
"""The kind of deed: a member chose the hour of their digest, or none."""
_BEFORE, _AFTER = "before", "after"


async def save_hour(turn: Turn, member: Member, at: time | None, by: Actor) -> None:
    """Set the hour of a member's digest, or none, and store both hours for an undo."""
    await _put(turn, member, at)
    await turn.unit.access.log(by, CHOSE, turn.now, Subject("staff", member.id))
    await turn.unit.of(Deeds).note(CHOSE, member.id, by, turn.now, before=_keep(member.digest_at), after=_keep(at))


async def _put(turn: Turn, member: Member, at: time | None) -> None:
    assert member.contact is not None, "a member with a digest is linked"
    await turn.unit.access.set_digest(member.id, at)
    await host.enter(turn, NAME, str(member.id), member.contact, None, HourChosen())


async def _find_reversal(turn: Turn, deed: Deed) -> Reversal:
    """Return the reversal to the hour before. Raises Refused if another was chosen since, or the member has left."""
    member = next((one for one in await turn.unit.access.members() if one.id == deed.about), None)
    before, after = deed.figures[_BEFORE], deed.figures[_AFTER]
    if member is None or member.contact is None or _keep(member.digest_at) != after:
        raise Refused(DeedStays.DONE_ALREADY)
    hours = {key: Ours(hour) for key, hour in ((_BEFORE, before), (_AFTER, after)) if hour}
    at = time.fromisoformat(before) if before else None
    return Reversal(
        what=phrase("undo_of_digest", **hours), does=lambda _: _put(turn, member, at), after=Ours("/digest")
    )


def _keep(at: time | None) -> str | None:
    return None if at is None else f"{at:%H:%M}"


UNDOES = Undoing.of_rows("digest", {CHOSE: _find_reversal})
