"""/undo of an import, which is refused: its people may have got messages since."""

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
"""The log's name of a started import; its end is logged as an import."""


class ImportStays(StrEnum):
    """The reasons why an import stays."""

    FOR_GOOD = "undo_nothing"


async def _last(_turn: Turn, _member: Member, _whose: Actor | None, _but: Collection[UUID]) -> LastDeed | None:
    return None


async def _preview(_turn: Turn, _which: UUID) -> Preview:
    """Refuse. Raises Refused, always."""
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
