"""A deed of the staff that can be taken back: the deed in words, the cost, and the function that does so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from flows.phrase import Ours, Text, phrase
from handlers.actions.action import Origin, Refused


class UndoStays(StrEnum):
    """Why a deed is not taken back."""

    DONE_ALREADY = "undo_done_already"
    STAYS = "undo_stays"


@dataclass(frozen=True, slots=True)
class Back:
    """``what`` is taken back; ``hears`` is what that costs and who hears of it or heard before, a sentence each;
    ``after`` is the command to look at next. ``does`` takes it back, within the turn that looked."""

    what: Text
    hears: tuple[Text, ...]
    after: Ours
    does: Callable[[Origin], Awaitable[None]]


def stays(what: Text, why: str, more: Ours, **values: object) -> Refused:
    """That it is not taken back, why, and the command that is left."""
    return Refused(UndoStays.STAYS, {"what": what, "why": phrase(why, **values)}, more=more)
