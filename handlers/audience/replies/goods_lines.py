"""Goods as lines of events: which were bought or sent back, how often and when."""

from __future__ import annotations

import re

from flows.audience.criteria import All, Any, Compared, Counted, Criteria, Within
from handlers.audience.replies.events import ORDERED
from handlers.audience.replies.figures import Quantity, read_quantity
from handlers.audience.replies.names import Names
from handlers.audience.replies.whens import when


def time_of(names: Names, *found: re.Match[str] | None, denied: bool = False) -> Within | None:
    """The time that was said. Raises UnreadTime for goods that were bought "2 weeks ago", which is no time within."""
    said = next((one["w"] for one in found if one is not None and one["w"]), None)
    return None if said is None else when(names, said, denied=denied)


def quantity_of(*found: re.Match[str] | None) -> Quantity | None:
    return next((read_quantity(one["q"]) for one in found if one is not None and one["q"]), None)


def counted(goods: Criteria, event: str, within: Within | None = None, quantity: Quantity | None = None) -> Criteria:
    """Goods as lines of events: a brand that was bought ever is a fact, all else an event."""
    match goods:
        case All(of):
            return All(tuple(counted(one, event, within, quantity) for one in of))
        case Any(of):
            return Any(tuple(counted(one, event, within, quantity) for one in of))
        case Compared() if within is None and event == ORDERED and quantity is None:
            return goods
    op, count = (quantity.op, quantity.whole or 0) if quantity else (">=", 1)
    where = goods.where if isinstance(goods, Counted) else (goods,) if isinstance(goods, Compared) else ()
    return Counted(event, op, count, within, where)
