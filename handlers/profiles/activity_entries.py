"""Returns, visits and progress in loyalty programmes as entries into plans, with the fields of their conditions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from flows.events import CustomerVisited, LoyaltyProgressed, ReturnCompleted, ReturnedItem
from handlers.conversation.entry_event import EntryEvent, Line

_GOODS = ("sku", "title", "brand", "category", "size", "reason")
_NO_GOODS = (ReturnedItem(""),)


def _list_returned(event: ReturnCompleted) -> Sequence[Line]:
    lines = [{name: getattr(item, name) for name in _GOODS} for item in event.items or _NO_GOODS]
    return [line | {"city": event.city} for line in lines]


def _list_progress(event: LoyaltyProgressed) -> Sequence[Line]:
    return ({name: getattr(event, name) for name in ("programme", "progress", "goal", "reward")},)


def _list_visited(event: CustomerVisited) -> Sequence[Line]:
    return ({"place": event.place, "page": event.page},)


ENTERS = (
    EntryEvent(
        "return.completed", ReturnCompleted, dict.fromkeys((*_GOODS, "city"), str), _list_returned, lambda one: one.ref
    ),
    EntryEvent(
        "loyalty.progressed",
        LoyaltyProgressed,
        {"programme": str, "progress": Decimal, "goal": Decimal, "reward": str},
        _list_progress,
    ),
    EntryEvent("customer.visited", CustomerVisited, {"place": str, "page": str}, _list_visited),
)
"""The events of customers besides orders that let people enter plans."""
