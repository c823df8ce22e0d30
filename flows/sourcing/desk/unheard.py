"""What a shop was to hear and did not: where it keeps something, or keeps it in vain, a person tells it."""

from __future__ import annotations

from collections.abc import Iterator

from flows.engine import Departed, Value
from flows.sourcing import unread
from flows.sourcing.desk.draft import Draft
from flows.sourcing.effects import TellStaff
from flows.sourcing.facts import Lost

_OUTCOME = {
    "yours": "To be kept aside",
    "arranged": "To be kept aside",
    "taken": "No longer needed",
    "freed": "No longer needed",
}
_ITEMS = {"stock_paid": "Sold, and to be ready", "stock_freed": "No longer needed", "stock_returned": "It comes back"}


def departed(draft: Draft, event: Departed) -> bool:
    """The staff hears of it once, by its message; False for what a shop can do without."""
    lost = draft.facts.lost
    told = " ".join(_told(lost)) if lost is not None else ""
    if event.outcome not in {"refused", "failed"} or not told:
        return False
    how = unread.why(event.channel, event.rule)
    text = f"We could not tell {draft.facts.name} {how}. Tell them another way. {told}"
    draft.effects.append(TellStaff(f"shop:{draft.desk.shop}:unheard:{event.message}", text))
    return True


def _told(lost: Lost) -> Iterator[str]:
    """What it was to hear, a sentence for each thing to be done."""
    said: dict[str, list[str]] = {}
    names = {"items": _ITEMS[lost.template]} if lost.template in _ITEMS else {}
    names = _OUTCOME if lost.template == "stock_outcome" else names
    for name, what in names.items():
        said.setdefault(what, []).extend(_listed(lost.values.get(name)))
    yield from (f"{what}: {', '.join(items)}." for what, items in said.items() if items)


def _listed(value: Value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else ()
