"""The photos of a quality check, and its checklist."""

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from flows.engine import Called


class ChecklistItem(StrEnum):
    """A check, in the order of the checklist."""

    DEFECTS = "defects"  # there are none
    TAG = "tag"  # the size tag can be seen; of what has no size nobody is asked
    COLOURS = "colours"  # as listed
    CLEAN = "clean"


ITEMS = tuple(ChecklistItem)


def tick(before: tuple[ChecklistItem, ...], items: tuple[ChecklistItem, ...]) -> tuple[ChecklistItem, ...]:
    """Return the ticked items: a single item toggles, several are ticked."""
    if len(items) == 1 and items[0] in before:
        return tuple(item for item in before if item is not items[0])
    return tuple(item for item in ITEMS if item in before or item in items)


def list_unticked(ticked: tuple[ChecklistItem, ...], *, sized: bool) -> tuple[str, ...]:
    """Return the names of the remaining checks; the tag only for ``sized`` products."""
    asked = (item for item in ITEMS if sized or item is not ChecklistItem.TAG)
    return tuple(item.value for item in asked if item not in ticked)


MOST = 10
"""Maximum photos of one check."""
_WHY = MappingProxyType(
    {"kind": "no_picture", "broken": "no_picture", "pixels": "too_large", "too_large": "too_large"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """One photo of a message, at its ``place`` among the media. It was asked for, kept, or failed."""

    message: UUID
    place: int
    stand: str = "asked"


def select_new(sent: tuple[Picture, ...], known: tuple[Picture, ...]) -> list[Picture]:
    """Return the photos that are not known yet."""
    before = {(one.message, one.place) for one in known}
    return [one for one in sent if (one.message, one.place) not in before]


def add_answer(pictures: tuple[Picture, ...], event: Called) -> tuple[Picture, ...]:
    """Return the photos, with the one in the answer marked as fetched or failed."""
    stand = "kept" if event.failure is None else "failed"
    named = (str(event.values.get("message")), event.values.get("place"))
    return tuple(replace(one, stand=stand) if (str(one.message), one.place) == named else one for one in pictures)


def explain_failure(failure: str) -> str:
    """Return the reason for a missing photo, for its sender."""
    return _WHY.get(failure, "unfetched")
