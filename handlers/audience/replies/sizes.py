"""What may stand beside the name of goods: a size, and words that leave it as it is ("samsung ka kuch bhi")."""

from __future__ import annotations

import re

from flows.audience.criteria import Compared, Counted, Criteria, leaves
from flows.folding import folded
from handlers.audience.replies.events import ORDERED
from handlers.audience.replies.names import Called, called
from handlers.audience.replies.words import pattern

_SIZE = r"(?:\d{1,3}(?:[.,]5)?|\d?x{0,4}[sl]|m)(?![\w%+]|[.,]\d)"
_SIZES = rf"(?P<s>{_SIZE}(?:(?: ?, ?{_SIZE}){{0,3}}(?: ?/ ?| ?,? ?{{or}} (?:{{size}} )?){_SIZE}){{0,2}})"
_NO_SIZE = r"(?! ?-? ?(?:{or_more}|{or_less}|{unit_after}|{orders}|{times}|{than} {above}|{than} {beneath}|\d)(?!\w))"
_BEFORE = pattern(rf"{{size}} (?:(?:no|number) )?{_SIZES} (?:{{of_it}} )?")
_BEHIND = pattern(
    rf" ?,? ?(?:(?:in|en|of|de) )?(?:(?:a|an|the|la|el) )?{{size}} ?[:=]? ?(?:(?:no|number) )?{_SIZES}{_NO_SIZE}"
)
_ONE = re.compile(_SIZE)
STRETCHED_SIZE = re.compile(r"\bx{3,}[sl]\b", re.IGNORECASE)
"""A size that is another one where letters that people stretch are written once: "XXXL" would be an XL."""
_ALL_THE_SAME = pattern(r" (?:{of_it} {anything_of_it}|in (?:the|their|his|her) {closet})(?!\w)")


def called_sized(known: Called, said: str, place: int) -> tuple[Criteria, int] | None:
    """What goods are called at a place, of the size that is said before or behind."""
    before = _BEFORE.match(said, place)
    found = called(known, said, before.end() if before is not None else place)
    if found is None:
        return None
    criteria, end = found
    passed = _ALL_THE_SAME.match(said, end)
    end = passed.end() if passed is not None else end
    size = before or _BEHIND.match(said, end)
    if size is None:
        return criteria, end
    sized = _sized(criteria, [folded(one) for one in _ONE.findall(size["s"])])
    if sized is None:
        return None if before is not None else (criteria, end)
    return sized, end if before is not None else size.end()


def are_mixed(criteria: Criteria) -> bool:
    """ "Hats or boots size 9": the size of both, or of the boots."""
    sized = [isinstance(one, Counted) and any(field.fact == "size" for field in one.where) for one in leaves(criteria)]
    return any(sized) and not all(sized)


def _sized(criteria: Criteria, sizes: list[str]) -> Criteria | None:
    size = Compared("size", "=", sizes[0]) if len(sizes) == 1 else Compared("size", "in", tuple(sizes))
    match criteria:
        case Compared():
            return Counted(ORDERED, where=(criteria, size))
        case Counted(where=where) if len(where) < 3:
            return Counted(ORDERED, where=(*where, size))
    return None
