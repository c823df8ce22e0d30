"""Messages that never reached a shop: of pieces to keep, or kept in vain, a person tells the shop."""

from __future__ import annotations

from collections.abc import Iterator

from flows.engine import Departed, Value
from flows.phrase import Text, phrase, sentences
from flows.sourcing import unread
from flows.sourcing.desk.draft import DeskDraft
from flows.sourcing.draft import together
from flows.sourcing.effects import TellStaff
from flows.sourcing.facts import Lost

_OUTCOME = {"yours": "to_be_kept", "arranged": "to_be_kept", "taken": "not_needed", "freed": "not_needed"}
_ITEMS = {"stock_paid": "to_be_ready", "stock_freed": "not_needed", "stock_returned": "comes_back"}


def departed(draft: DeskDraft, event: Departed) -> bool:
    """The staff hears of it once, by its message; False for what a shop can do without."""
    lost = draft.facts.lost
    told = tuple(_told(lost)) if lost is not None else ()
    if event.outcome not in {"refused", "failed"} or not told:
        return False
    values = {"shop": draft.facts.name, "channel": event.channel, "why": unread.why(event.rule)}
    text = sentences(phrase("shop_could_not_be_told", **values), *told)
    draft.effects.append(TellStaff(f"shop:{draft.desk.shop}:unheard:{event.message}", text))
    return True


def _told(lost: Lost) -> Iterator[Text]:
    """What it was to hear, a sentence for each thing to be done."""
    said: dict[str, list[str]] = {}
    names = {"items": _ITEMS[lost.template]} if lost.template in _ITEMS else {}
    names = _OUTCOME if lost.template == "stock_outcome" else names
    for name, what in names.items():
        said.setdefault(what, []).extend(_listed(lost.values.get(name)))
    yield from (phrase(name, what=together(items)) for name, items in said.items() if items)


def _listed(value: Value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else ()
