"""Names of goods as they are listed: any of them, all of them, each with an article or a size."""

from __future__ import annotations

import re

from flows.audience.criteria import All, Any, Criteria
from handlers.audience.replies.kinds import Clause
from handlers.audience.replies.names import Called
from handlers.audience.replies.parts import each
from handlers.audience.replies.sizes import are_mixed, called_sized
from handlers.audience.replies.words import pattern

THE = pattern("(?:{the} ){0,2}")
_EITHER, _AND = pattern(" ?,? ?(?:{or}|/) "), pattern(r" ?(?:,|&|\+) ?(?!{neg})| {and} (?!{neg})")


def listed_goods(said: str, place: int, known: Called) -> Clause | None:
    """Names with "or" between them, or with "and": then all of them; "a, b or c" is any, "a and b or c" is not read."""
    first = _either(said, place, known)
    if first is None:
        return None
    several, end, joints = [first.criteria], first.end, set[str]()
    while (more := _AND.match(said, end)) and (after := _either(said, more.end(), known)):
        several.append(after.criteria)
        joints.add(more[0].strip())
        end = after.end
    if are_mixed(All(tuple(several))):
        return None
    if len(several) == 1:
        return Clause(several[0], end)
    if _EITHER.search(said, place, end) is None:
        return Clause(All(tuple(several)), end)
    if joints != {","}:
        return None
    return Clause(Any(tuple(one for some in several for one in each(some))), end)


def _either(said: str, place: int, known: Called) -> Clause | None:
    found = goods_between(_EITHER, said, place, known)
    if found is None:
        return None
    several, end = found
    return Clause(several[0] if len(several) == 1 else Any(tuple(several)), end)


def goods_between(joint: re.Pattern[str], said: str, place: int, known: Called) -> tuple[list[Criteria], int] | None:
    """All names from a place on that stand with a joint between two, and the end of the last."""
    first = one_goods(said, place, known)
    if first is None:
        return None
    several, end = [first[0]], first[1]
    while (more := joint.match(said, end)) and (after := one_goods(said, more.end(), known)):
        several.append(after[0])
        end = after[1]
    return several, end


def one_goods(said: str, place: int, known: Called) -> tuple[Criteria, int] | None:
    """One name, with an article or without."""
    the = THE.match(said, place)
    return called_sized(known, said, the.end() if the else place) or called_sized(known, said, place)
