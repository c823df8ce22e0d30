"""Parts of a phrase put together: what words between two of them make of both.

"Not in Texas and Ohio" is neither, "lost and dormant" is either, for nobody is both. What may be meant in two ways is
not read.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from flows.audience.criteria import All, Any, Criteria, Not
from handlers.audience.replies.doubts import check_beside, check_places
from handlers.audience.replies.parts import ONE_ONLY, Ambiguous, Denied, Joint, PhrasePart, each, facts_of, family
from handlers.audience.replies.timing import in_their_time
from handlers.audience.replies.words import pattern

_THOSE_TOO = pattern("{and} {those}(?!\\w)")


def joined(parts: list[PhrasePart]) -> list[PhrasePart]:
    """The same with what belongs together put together; what "plus all the vips" adds, added. Raises Ambiguous."""
    unions = [place for place, one in enumerate(parts) if one.joint in {Joint.UNION, Joint.MAYBE_UNION}]
    if not unions:
        return _beside(parts)
    first, *rest = [parts[since:until] for since, until in pairwise((0, *unions, len(parts)))]
    if any(one[0].joint is Joint.MAYBE_UNION or any(map(_denies, one)) for one in rest):
        raise Ambiguous("".join(f"{one.between}{one.text}" for one in parts).strip(" ,"))
    added = [_whole(_beside([replace(some[0], joint=Joint.BESIDE), *some[1:]])) for some in (first, *rest)]
    text = "".join(f"{one.between}{one.text}" for one in parts)
    return [PhrasePart(text, Any(tuple(added)))]


def _denies(part: PhrasePart) -> bool:
    """ "…, plus all the vips, no staff": of all of them, or of the vips."""
    return part.denied is not None or isinstance(part.criteria, Not)


def _whole(parts: list[PhrasePart]) -> Criteria:
    return parts[0].criteria if len(parts) == 1 else All(tuple(one.criteria for one in parts))


def _beside(parts: list[PhrasePart]) -> list[PhrasePart]:
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
    if kin and before.denied is None and part.denied is None and _lists(before, part):
        return _listed(before, part)
    return None


def _lists(before: PhrasePart, part: PhrasePart) -> bool:
    """Whether both may be of one list: "dallas houston or austin"."""
    facts = facts_of(before.core) | facts_of(part.core)
    next_to_it = part.joint is Joint.BESIDE and not part.between.strip()
    if next_to_it and isinstance(part.core, Any) and not facts <= ONE_ONLY:
        raise Ambiguous(f"{before.text}{part.between}{part.text}")  # "gold vip or new"
    return part.joint in {Joint.AND, Joint.COMMA} or (next_to_it and len(facts) == 1 and facts <= ONE_ONLY)


def _after_a_no(before: PhrasePart, part: PhrasePart, kin: bool) -> PhrasePart | None:
    """ "Not in Texas and Ohio", "all except vip and wholesale", and "not vip and wholesale", which may be either."""
    if part.joint not in {Joint.AND, Joint.OR, Joint.COMMA} or family(part.core) is None:
        return _one(before, part, _either(before.criteria, part.criteria), None) if part.joint is Joint.OR else None
    place = family(part.core) in {"place", "language"}
    if kin and part.joint is not Joint.COMMA and (place or before.denied is Denied.EXCEPT or part.joint is Joint.OR):
        return _one(before, part, Not(_either(before.core, part.core)), before.denied)
    both = before.denied is Denied.EXCEPT and part.joint is Joint.AND
    if both and _THOSE_TOO.search(part.between):  # "all but those in Texas and those who are lost"
        return _one(before, part, Not(_either(before.core, part.core)), before.denied)
    if kin or both or part.joint is Joint.OR:
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
