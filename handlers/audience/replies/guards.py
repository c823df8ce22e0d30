"""What must not be read though each word of it can be: parts beside each other that mean more together.

"Abandoned carts with nike" are carts that held it, "spent 100 in one order" is of each order, "anyone but the vips in
the past" are no vips: a phrase with such words is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from flows.audience.criteria import (
    EVERYBODY,
    Compared,
    Condition,
    Counted,
    Criteria,
    Summed,
    leaves,
)
from handlers.audience.replies.events import EVENTS, NEVER, ORDERED, done, is_timed, never_done
from handlers.audience.replies.goods_doubts import any_goods, are_doubtful
from handlers.audience.replies.parts import Joint, PhrasePart, family
from handlers.audience.replies.words import pattern

_THINGS = pattern(
    r"(?:anything|something|nothing|whatever|nada|algo|kuch) (?:but"
    r"(?! still| also| not| never| no | did| ha| are | is | now| then)|except|excluding|besides|other than|apart from"
    r"|excepto|menos|salvo|chhodkar|ke alawa)(?!\w)"
)
_GONE_BY = pattern("{orders} (?:{ko} )?{length} {gone_by}(?!\\w)")  # no order in that time, and not one within it
_ONCE_WERE = pattern(
    r"(?<!\w)(?:was|were|been|used to be|formerly|previously|eran|fueron|era|fue)(?: (?:a|an|in|on|the|de))*$"
)
_PAST = pattern(r"(?:last|past|ago|previous|pichle|pichhle|pichli|ultim[oa]s|pasad[oa]s?|hace|guzre|beete)(?!\w)")
_OF_IT = pattern(r"(?<!\w)(?:with|of|containing|having|con|de|ki|ke|ka|wale|wali)$")
_IN_EACH = pattern(r"(?<!\w)(?:in|on|over|across|per|at|en|por|cada|every|each)(?: (?:a|an|one|the|un|una))?$")
_OVER = pattern(r"(?:over|across|in|en) (?:a |an |un |una )?")
_BUT = pattern(r"(?<!\w){but}(?: the)?$")
_EACH_TIME = pattern(r"(?:(?:each|every) time|a pop|apiece|cada vez|har baar|har bar)(?!\w)")
_A_MONTH = pattern(r"(?:a|an|al|cada|por|per|every|each|har) (?:{single})(?!\w)")
_WORTH = pattern(
    r"(?:{orders}|{refunds}|{carts}|{left_carts}|{left_cart}) (?:over|above|of|under|below|upto|de|worth)(?!\w)"
)
_SURELY_MONEY = 20
"""So many carts, orders or refunds of one person, from which on the number behind the noun is rather money."""


def doubt_in(said: str, parts: Sequence[PhrasePart]) -> str:
    """The words of a phrase that may mean more than its parts; "" for none."""
    things = _THINGS.search(said)
    if things is not None:
        return things[0]
    if (gone := _GONE_BY.search(said)) is not None and any(is_timed(one.criteria) for one in parts):
        return gone[0]
    return next((part.text for place, part in enumerate(parts) if _is_doubtful(parts[:place], part)), "")


def _is_doubtful(before: Sequence[PhrasePart], part: PhrasePart) -> bool:
    between = part.between.strip(" ,.;")
    last = before[-1] if before else None
    if family(part.core) == "group" and (_ONCE_WERE.search(between) or (last is not None and last.text == "was")):
        return True
    if last is None and part.denied is None and _BUT.search(between):
        return True  # "any customer but nike buyers"
    if last is not None and _in_one_time(last, part):
        return True
    if last is not None and part.joint is Joint.BUT and _but_not(last, part):
        return True
    if last is not None and _OF_IT.search(between) and _is_counted(last.core) and any_goods(part.core):
        return True
    if last is not None and _is_of_each(last, part):
        return True
    return _by_itself(part) or are_doubtful(last, part)


def _by_itself(part: PhrasePart) -> bool:
    if any(isinstance(one, Compared) and one.fact.startswith("birthday_") for one in leaves(part.core)):
        return _PAST.search(part.text) is not None
    if _is_money(part.core) and (_EACH_TIME.search(part.text) or _A_MONTH.search(part.text)):
        return True
    return _WORTH.search(part.text) is not None and any(map(_is_many, leaves(part.core)))


def _in_one_time(before: PhrasePart, part: PhrasePart) -> bool:
    """ "Ordered and visited last month", "clicked, visited last month", "bought this month but didn't click": the time
    of one may be that of both."""
    if before.denied is not None or part.denied is not None:
        return False
    if part.joint in {Joint.AND, Joint.COMMA, Joint.BESIDE}:
        return any(_is_another(one.criteria, other.criteria) for one, other in ((before, part), (part, before)))
    never = never_done(part.core) is not None and NEVER.search(part.text) is None
    return part.joint is Joint.BUT and never and _ordered_then(before.criteria)


def _is_another(criteria: Criteria, timed: Criteria) -> bool:
    """Whether one thing was done, and another in a time."""
    event = done(criteria)
    return event is not None and isinstance(timed, Counted) and is_timed(timed) and timed.event != event


def _ordered_then(criteria: Criteria) -> bool:
    """Whether something was ordered in a time: of any other event both are in that time (``timing``)."""
    return is_timed(criteria) and isinstance(criteria, Counted) and criteria.event == ORDERED


def _is_of_each(before: PhrasePart, part: PhrasePart) -> bool:
    """ "Spent 100 in one order", "spent 100 over 3 orders"."""
    beside = _is_money(before.core) and _counts_orders(part.core) and "," not in part.between
    return beside and (_IN_EACH.search(part.between.strip(" .;")) or _OVER.match(part.text)) is not None


def _but_not(before: PhrasePart, part: PhrasePart) -> bool:
    """ "Everyone in dallas but vips": names behind a "but" that nothing denies."""
    if part.denied is not None or before.denied is not None:
        return False
    names = {"group", "place"}
    return before.core == EVERYBODY or (family(part.core) in names and family(before.core) in names)


def _is_counted(criteria: Criteria) -> bool:
    """Whether orders or carts are counted, of no goods yet."""
    return any(
        (isinstance(one, Counted) and not one.where)
        or (isinstance(one, Compared) and one.fact in {"orders", "returns"})
        for one in leaves(criteria)
    )


def _counts_orders(criteria: Criteria) -> bool:
    return any(
        (isinstance(one, Counted) and one.event == ORDERED) or (isinstance(one, Compared) and one.fact == "orders")
        for one in leaves(criteria)
    )


def _is_money(criteria: Criteria) -> bool:
    return any(
        isinstance(one, Summed) or (isinstance(one, Compared) and one.fact in {"spend", "average_order"})
        for one in leaves(criteria)
    )


def _is_many(one: Condition) -> bool:
    if isinstance(one, Counted):
        return one.count >= _SURELY_MONEY
    if not isinstance(one, Compared) or one.fact not in EVENTS:
        return False
    return isinstance(one.value, Decimal) and one.value >= _SURELY_MONEY
