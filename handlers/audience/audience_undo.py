"""/undo of an audience that was saved, changed or deleted in chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from flows.actor import Actor
from flows.audience.audience_expansion import BadAudience
from flows.audience.criteria_json import read_criteria, write_criteria
from flows.phrase import Ours, phrase
from handlers.actions.action import Origin, Refused
from handlers.conversation import Reversal, Undoing
from handlers.engine.turn import Turn
from storage.audience.segments import Segment, Segments
from storage.businesses.deeds import Deed, Deeds
from templates.message_values import one_line

KEPT, DELETED = "audience.kept", "audience.deleted"
"""The kinds of deeds, also in the audit."""
_BEFORE, _AFTER, _NAME, _VERSION = "before", "after", "name", "version"


class AudienceStays(StrEnum):
    """The reasons why an audience cannot be restored."""

    CHANGED = "audience_changed_since"
    REFUSED = "audience_refused"


async def note(turn: Turn, by: Actor, before: Segment | None, after: Segment | None) -> None:
    """Store the audience before and after the deed, for an undo."""
    one = after or before
    assert one is not None, "something was kept, or is no more"
    kind = KEPT if after is not None else DELETED
    figures: dict[str, Any] = {_NAME: one.name, _BEFORE: _show_kept(before)}
    figures |= {_AFTER: _show_kept(after)} if after is not None else {}
    await turn.unit.access.log(by, kind, turn.now)
    await turn.unit.of(Deeds).note(kind, one.id, by, turn.now, **figures)


def _show_kept(one: Segment | None) -> Mapping[str, Any] | None:
    return None if one is None else {"criteria": write_criteria(one.criteria), "phrase": one.phrase}


async def _find_reversal(turn: Turn, deed: Deed) -> Reversal:
    """Return the reversal to the audience before the deed. Raises Refused if it has changed since."""
    segments, name = turn.unit.of(Segments), deed.figures[_NAME]
    now = await segments.get(deed.about) if deed.kind == KEPT else await segments.find_by_name(name)
    if not _is_as_left(deed, now):
        raise Refused(AudienceStays.CHANGED, {"name": one_line(name)}, Ours("/audience"))

    async def does(_origin: Origin) -> None:
        try:
            await _put_back(turn, deed, now)
        except BadAudience as wrong:
            raise Refused(AudienceStays.REFUSED, {"why": Ours(str(wrong))}) from None

    how = "deleted" if deed.kind == DELETED else "made" if deed.figures[_BEFORE] is None else "changed"
    what = phrase(f"deed_audience_{how}", name=one_line(name))
    return Reversal(what=what, does=does, after=Ours("/audience"))


async def _put_back(turn: Turn, deed: Deed, now: Segment | None) -> None:
    """Restore an audience. Raises BadAudience if other audiences depend on it."""
    segments, before = turn.unit.of(Segments), deed.figures[_BEFORE]
    if before is None:
        await segments.remove(deed.about)
        return
    criteria, said = read_criteria(before["criteria"]), before["phrase"]
    if now is None:
        await segments.add(deed.figures[_NAME], criteria, deed.by, turn.now, turn.today, said)
    else:
        await segments.change(replace(now, criteria=criteria, phrase=said), turn.now, turn.today)


def _is_as_left(deed: Deed, now: Segment | None) -> bool:
    """Return True if the audience is as the deed left it, even after an undo of a later deed. An earlier release stored
    only the version."""
    if deed.kind == DELETED or now is None:
        return (now is None) is (deed.kind == DELETED)
    if _AFTER in deed.figures:
        return bool(_show_kept(now) == deed.figures[_AFTER])
    return bool(now.version == deed.figures[_VERSION])


UNDOES = Undoing.of_rows("audience", dict.fromkeys((KEPT, DELETED), _find_reversal))
