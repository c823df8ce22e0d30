"""Parts of a phrase put together: what words between two of them make of both.

"Not in Texas and Ohio" is neither, "lost and dormant" is either, for nobody is both. What may be meant in two ways is
not read.
"""

from __future__ import annotations

from flows.audience.criteria import Any, Criteria, Not
from handlers.audience.replies.doubts import check_beside, check_places
from handlers.audience.replies.parts import ONE_ONLY, Ambiguous, Denied, Joint, PhrasePart, each, facts_of, family
from handlers.audience.replies.timing import in_their_time


def joined(parts: list[PhrasePart]) -> list[PhrasePart]:
    """The same with what belongs together put together. Raises Ambiguous."""
    found: list[PhrasePart] = []
    for part in in_their_time(parts):
        if not found:
            found.append(part)
            continue
        check_beside(found, part)
        together = _together(found[-1], part)
        if together is None:
            found.append(part)
        else:
            found[-1] = together
    check_places(found)
    return found


def _together(before: PhrasePart, part: PhrasePart) -> PhrasePart | None:
    """Both as one, None where each stands by itself."""
    kin = family(before.core) is not None and family(before.core) == family(part.core)
    if before.denied in {Denied.NOT, Denied.EXCEPT} and part.denied is None:
        return _after_a_no(before, part, kin)
    if part.denied in {Denied.BEHIND, Denied.OUT} and before.denied is None and kin:
        return _before_a_no(before, part)
    if part.joint is Joint.OR:
        return _one(before, part, _either(before.criteria, part.criteria), before.denied)
    if kin and before.denied is None and part.denied is None and part.joint in {Joint.AND, Joint.COMMA}:
        return _listed(before, part)
    return None


def _after_a_no(before: PhrasePart, part: PhrasePart, kin: bool) -> PhrasePart | None:
    """ "Not in Texas and Ohio", "all except vip and wholesale", and "not vip and wholesale", which may be either."""
    if part.joint not in {Joint.AND, Joint.OR, Joint.COMMA} or family(part.core) is None:
        return _one(before, part, _either(before.criteria, part.criteria), None) if part.joint is Joint.OR else None
    place = family(part.core) in {"place", "language"}
    if kin and part.joint is not Joint.COMMA and (place or before.denied is Denied.EXCEPT or part.joint is Joint.OR):
        return _one(before, part, Not(_either(before.core, part.core)), before.denied)
    if kin or (before.denied is Denied.EXCEPT and part.joint is Joint.AND) or part.joint is Joint.OR:
        raise Ambiguous(f"{before.text}{part.between}{part.text}")
    return None


def _before_a_no(before: PhrasePart, part: PhrasePart) -> PhrasePart | None:
    """ "Vip aur wholesale ko chhodkar"; "whatsapp aur telegram nahi" may be either."""
    if part.joint is Joint.OR or (part.joint is Joint.AND and part.denied is Denied.OUT):
        return _one(before, part, Not(_either(before.core, part.core)), part.denied)
    if part.joint is Joint.AND:
        raise Ambiguous(f"{before.text}{part.between}{part.text}")
    return None


def _listed(before: PhrasePart, part: PhrasePart) -> PhrasePart | None:
    """Names of one kind one after the other: places and stages are meant each by itself, marks all together."""
    facts = facts_of(before.core) | facts_of(part.core)
    several = isinstance(part.core, Any)
    if len(facts) == 1 and (facts <= ONE_ONLY or several):
        return _one(before, part, _either(before.core, part.core), None)
    if several or isinstance(before.core, Any):
        if family(part.core) == "group" and part.joint is Joint.COMMA and several:
            raise Ambiguous(f"{before.text}{part.between}{part.text}")
        return None
    if part.joint is Joint.AND and family(part.core) == "place":
        return _one(before, part, _either(before.core, part.core), None)
    return None


def _one(before: PhrasePart, part: PhrasePart, criteria: Criteria, denied: Denied | None) -> PhrasePart:
    return PhrasePart(f"{before.text}{part.between}{part.text}", criteria, before.joint, denied, before.between)


def _either(first: Criteria, second: Criteria) -> Criteria:
    return Any((*each(first), *each(second)))
