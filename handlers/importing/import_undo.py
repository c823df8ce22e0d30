"""An import is a deed of the staff that nothing takes back: whoever came in with it may have been written to since."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from flows.actor import Actor
from flows.phrase import Text
from handlers.actions.action import Origin, Preview, Refused
from handlers.conversation import LastDeed, Undoing
from handlers.engine.turn import Turn
from storage.businesses.access import Member

BEGUN = "import begun"
"""What the log calls a file that the staff had taken in; its end stands there as what was imported."""


class ImportStays(StrEnum):
    """Why an import is not taken back."""

    FOR_GOOD = "undo_nothing"


async def _last(_turn: Turn, _member: Member, _whose: Actor | None, _but: Collection[UUID]) -> LastDeed | None:
    return None


async def _preview(_turn: Turn, _which: UUID) -> Preview:
    """Raises Refused, always."""
    raise Refused(ImportStays.FOR_GOOD)


async def _take_back(turn: Turn, _origin: Origin, which: UUID) -> Text:
    return (await _preview(turn, which)).text


UNDOES = Undoing(
    name="import",
    last=_last,
    preview=_preview,
    does=_take_back,
    for_good=dict.fromkeys((BEGUN, "imported customers", "imported orders"), "deed_import"),
)
