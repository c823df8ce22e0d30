"""The checklist: what is looked at before an order leaves, and what of it is ticked."""

from __future__ import annotations

from enum import StrEnum


class ChecklistItem(StrEnum):
    """What is looked at, in the order of the checklist."""

    DEFECTS = "defects"  # there are none
    TAG = "tag"  # the size tag can be seen; of what has no size nobody is asked
    COLOURS = "colours"  # as listed
    CLEAN = "clean"


ITEMS = tuple(ChecklistItem)


def tick(before: tuple[ChecklistItem, ...], items: tuple[ChecklistItem, ...]) -> tuple[ChecklistItem, ...]:
    """What is ticked with these: one alone is switched, several are ticked."""
    if len(items) == 1 and items[0] in before:
        return tuple(item for item in before if item is not items[0])
    return tuple(item for item in ITEMS if item in before or item in items)


def unticked(ticked: tuple[ChecklistItem, ...], *, sized: bool) -> tuple[str, ...]:
    """What is left to be looked at, by name; the tag where something is ``sized`` and so has one."""
    asked = (item for item in ITEMS if sized or item is not ChecklistItem.TAG)
    return tuple(item.value for item in asked if item not in ticked)
