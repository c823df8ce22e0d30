"""Goods in phrases that may be meant otherwise: by what stands beside them, or by how they are named."""

from __future__ import annotations

from itertools import pairwise

from flows.audience.criteria import All, Any, Compared, Counted, Criteria, Not, is_of_goods, leaves
from handlers.audience.replies.events import LEFT_CART, ORDERED, SENT_BACK, done, never_done
from handlers.audience.replies.parts import Joint, PhrasePart
from handlers.audience.replies.words import pattern

_SOME, _RETURNED = pattern("{some_goods}"), pattern("{returned}")
_BOUGHT = pattern("{bought}|{took}|{returned}|{shoppers}|{owns}|{lovers}")
_HALVES = frozenset({("brand", "brand category"), ("brand category", "brand"), ("brand category", "category")})
"""How goods and the next ones are named where a word of one may be meant of both."""


def are_doubtful(before: PhrasePart | None, part: PhrasePart) -> bool:
    """Whether the goods of a part may be others, or those of the part before."""
    if before is not None and (_is_of_those(before, part) or _may_send_back_those(before, part)):
        return True
    return _kind_beside_two(part.core)


def _is_of_those(before: PhrasePart, part: PhrasePart) -> bool:
    """ "Saree cart me daal ke bhool gaye", "saree aur dupatta nahi li": the goods were left, or not bought."""
    left = isinstance(part.core, Counted) and part.core.event == LEFT_CART
    beside = part.joint is Joint.BESIDE and any_goods(before.core) and not _BOUGHT.search(before.text)
    return beside and (left or never_done(part.core) == ORDERED)


def _may_send_back_those(before: PhrasePart, part: PhrasePart) -> bool:
    """ "Bought a saree, returned": that one, or anything; "returned something" and "had a return" are anything."""
    back = done(part.core) == SENT_BACK or (isinstance(part.core, Counted) and part.core.event == SENT_BACK)
    of_some = any(isinstance(one, Counted) and one.where and one.event == ORDERED for one in leaves(before.core))
    any_back = any_goods(part.core) or _SOME.search(part.text) is not None
    return back and of_some and not any_back and _RETURNED.search(part.text) is not None


def _kind_beside_two(criteria: Criteria) -> bool:
    """ "Hario or aeropress beans", "hario beans or gear": what one is named beside may be meant of both."""
    match criteria:
        case Not(of):
            return _kind_beside_two(of)
        case All(of) | Any(of):
            return any(map(_kind_beside_two, of)) or any(pair in _HALVES for pair in pairwise(map(_named_by, of)))
    return False


def _named_by(criteria: Criteria) -> str:
    """Whether goods are named by their make, their kind, or both."""
    where = criteria.where if isinstance(criteria, Counted) else (criteria,)
    return " ".join(sorted({one.fact for one in where if isinstance(one, Compared)} & {"brand", "category"}))


def any_goods(criteria: Criteria) -> bool:
    """Whether criteria ask for goods."""
    return any(map(is_of_goods, leaves(criteria)))
