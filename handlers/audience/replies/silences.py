"""Clauses of how long nothing was ordered: "120 dias o mas desde su ultimo pedido", "nothing since oct 1"."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from flows.audience.criteria import Compared, Counted, Criteria, Not
from handlers.audience.replies.dates import read_dated
from handlers.audience.replies.events import ORDERED
from handlers.audience.replies.figures import read_length, read_quantity
from handlers.audience.replies.kinds import Reads, plain
from handlers.audience.replies.names import Names
from handlers.audience.replies.words import pattern

_HOW_LONG = (
    "(?P<d>(?:(?:{more}|{at_least}|{less}|{at_most}) )?(?:the )?{length}(?: {or_more}| {or_less}| {than} {above}"
    "| {than} {beneath})?)"
)
_HIS = "(?:(?:su|sus|la|el|the|their|his|her|a|unka|unke|apne) )?"
_SINCE = "(?:since|desde|from|after)"
_ALREADY = "(?:(?:{ya_nothing}) )?"
_NOUGHT = "(?!no activity){nought}(?: de nada)?"  # of who was not active, orders are not all
_OP_FIRST = pattern("{more}|{at_least}|{less}|{at_most}")


def _days(found: re.Match[str], _names: Names) -> Criteria | None:
    """So many days since the last order and more, or as they are compared."""
    length, compared = read_length(found["d"]), read_quantity(found["d"])
    if length is None or compared is None:
        return None
    op = ">=" if compared.op == "=" else compared.op
    return Compared("days_since_order", op, Decimal(length // timedelta(days=1)))


def _days_behind(found: re.Match[str], names: Names) -> Criteria | None:
    """ "Ultimo pedido hace 90 dias": an order of today is not meant."""
    return _days(found, names) if _OP_FIRST.match(found["d"]) or found["ago"] or found["was"] else None


def _nothing(found: re.Match[str], names: Names) -> Criteria | None:
    """No order in a time of the calendar."""
    dated = read_dated(found["t"], names)
    return None if dated is None else Not(Counted(ORDERED, within=dated.within(names)))


def _not_yet(found: re.Match[str], names: Names) -> Criteria | None:
    """ "No llevan 90 dias desde su ultimo pedido": who ordered once, and lately."""
    days = _days(found, names)
    return Compared(days.fact, "<", days.value) if isinstance(days, Compared) and days.op == ">=" else None


_SINCE_LAST = f"{_HOW_LONG} (?:{{gone_by}} )?{_SINCE} {_HIS}{{last_order}}(?! (?:of|de|with|con|from)(?!\\w))(?!\\w)"
SILENCES: tuple[Reads, ...] = (
    plain(f"(?:{{going}} )?{_SINCE_LAST}", _days),
    plain(f"{{neg}} (?:{{going}} )?{_SINCE_LAST}", _not_yet),
    plain(f"{{last_order}} (?P<was>{{was_then}} )?(?P<ago>hace |desde hace )?{_HOW_LONG}(?: {{ago}})?(?!\\w)",
          _days_behind),
    plain(f"{{last_order}} (?:ko|ke|को|के) {_HOW_LONG} {{gone_by}}(?!\\w)", _days),
    plain(f"{_ALREADY}{_NOUGHT} (?P<t>{{dated}})(?!\\w)", _nothing),
    plain(f"(?P<t>{{dated}}) ?,? ?{_ALREADY}{_NOUGHT}(?!\\w)", _nothing),
)  # fmt: skip
