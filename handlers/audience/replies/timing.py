"""What was not done in the time of another part: "clicked this week but did not buy"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from flows.audience.criteria import Compared, Counted, Criteria, Not, Within
from handlers.audience.replies.events import EVENTS, LEFT_CART, NEVER, ORDERED, done, is_denied_in_a_time, is_timed
from handlers.audience.replies.parts import Ambiguous, Joint, PhrasePart
from handlers.audience.replies.words import pattern

_NO_NOUN = pattern("(?:no|zero|0|without|sin|ni|nor|koi|not a single)(?: any)? ")
_NO_FIRST = pattern("{neg} |{nothing} ")
_YET, _NOR = pattern("{yet}"), pattern("{nor}(?= )")
_CHECKED_OUT = pattern("{checked_out}")
_DID = pattern("{bought}|{clicked}|{replied}|{visited}|(?:didnt|did not|havent|hasnt|dont|nahi) (?:{orders})")


def in_their_time(parts: list[PhrasePart]) -> list[PhrasePart]:
    """Parts with the time that one of them says for others."""
    return _undone_in_it(_shared(_neither(parts)))


def _neither(parts: list[PhrasePart]) -> list[PhrasePart]:
    """ "Never clicked or replied", "no orders or clicks in 30 days": neither."""
    found: list[PhrasePart] = []
    for part in parts:
        before = found[-1] if found else None
        if before is None or part.joint is not Joint.OR or not _is_undone(before) or not _is_done(part):
            found.append(part)
            continue
        one = part.criteria
        denied: Criteria = Not(one) if isinstance(one, Counted) else Compared(getattr(one, "fact", ""), "=", Decimal(0))
        found.append(replace(part, criteria=denied, joint=Joint.AND))
    return found


def _is_undone(part: PhrasePart) -> bool:
    return (
        not part.denied
        and _NO_FIRST.match(part.text) is not None
        and (_undone(part) or _noun_undone(part) or is_denied_in_a_time(part.criteria)) not in {None, False}
    )


def _is_done(part: PhrasePart) -> bool:
    match part.criteria:
        case Counted(_, ">=", 1):
            return part.denied is None
        case Compared(fact, ">=", 1):
            return part.denied is None and fact in EVENTS
    return False


def _shared(parts: list[PhrasePart]) -> list[PhrasePart]:
    """ "No clicks, no visits for 60 days" is neither for 60 days; "cancelled or returned this month" is either."""
    found = list(parts)
    for place in range(len(found) - 2, -1, -1):
        part, after = found[place], found[place + 1]
        time = _time_of(after.criteria)
        if time is None or part.denied or not _share(part, after):
            continue
        if after.joint is Joint.BUT and done(part.criteria) and is_denied_in_a_time(after.criteria):
            raise Ambiguous(f"{part.text}{after.between}{after.text}")  # "visited but didnt buy in 30 days"
        if event := _noun_undone(part) if is_denied_in_a_time(after.criteria) else None:
            found[place] = replace(part, criteria=Not(Counted(event, within=time)))
        elif after.joint is Joint.OR and (event := done(part.criteria)) and not is_denied_in_a_time(after.criteria):
            found[place] = replace(part, criteria=Counted(event, within=time))
    return found


def _share(part: PhrasePart, after: PhrasePart) -> bool:
    return after.joint is not Joint.UNION and not NEVER.search(part.text)


def _time_of(criteria: Criteria) -> Within | None:
    one = criteria.of if isinstance(criteria, Not) else criteria
    return one.within if isinstance(one, Counted) and not one.where and (one.op, one.count) == (">=", 1) else None


def _noun_undone(part: PhrasePart) -> str | None:
    """The event of "no clicks", which are none in the time of the next ones."""
    one = part.criteria
    if not _NO_NOUN.match(part.text):
        return None
    named = isinstance(one, Compared) and (one.op, one.value) == ("=", 0)
    if named and isinstance(one, Compared):
        return EVENTS.get(one.fact)
    bare = isinstance(one, Not) and isinstance(one.of, Counted) and one.of.within is None and not one.of.where
    return one.of.event if bare and isinstance(one, Not) and isinstance(one.of, Counted) else None


def _undone_in_it(parts: list[PhrasePart]) -> list[PhrasePart]:
    """ "Clicked this week but did not buy" is not bought this week; "ni X ni Y en 30 dias" is neither in 30 days."""
    found: list[PhrasePart] = []
    for place, part in enumerate(parts):
        event = _undone(part)
        earlier = next((one for one in parts[:place] if _happened(one.criteria)), None)
        later = parts[place + 1] if place + 1 < len(parts) else None
        unbought = _CHECKED_OUT.search(part.text) is not None
        if event is not None and unbought and _left_a_cart(found):
            continue  # what was left in the cart was not bought
        if event is None or (NEVER.search(part.text) and not (unbought and earlier)):
            found.append(part)
        elif earlier is not None:
            if _YET.search(part.text):
                raise Ambiguous(f"{earlier.text} {part.text}")
            found.append(_within(part, event, earlier.criteria))
        elif later is not None and _is_neither(part, later):
            found.append(_within(part, event, later.core if later.denied else later.criteria))
        else:
            found.append(part)
    return found


def _is_neither(part: PhrasePart, later: PhrasePart) -> bool:
    """Whether neither was done in the time of the later one."""
    both = _NOR.match(part.text) is not None and _NOR.match(later.text) is not None
    return both and is_denied_in_a_time(later.criteria)


def _left_a_cart(parts: list[PhrasePart]) -> bool:
    return any(
        isinstance(one.criteria, Counted) and one.criteria.event == LEFT_CART and not one.criteria.within
        for one in parts
    )


def _within(part: PhrasePart, event: str, other: Criteria) -> PhrasePart:
    timed = other.of if isinstance(other, Not) else other
    assert isinstance(timed, Counted), "it was counted in a time"
    return replace(part, criteria=Not(Counted(event, within=timed.within)))


def _happened(criteria: Criteria) -> bool:
    return is_timed(criteria) and isinstance(criteria, Counted) and criteria.event != ORDERED


def _undone(part: PhrasePart) -> str | None:
    """The event that a part says was not done, at no time."""
    one = part.criteria
    if isinstance(one, Not) and isinstance(one.of, Compared) and one.of.op == ">=" and one.of.value == 1:
        one = Compared(one.of.fact, "=", 0)
    if not isinstance(one, Compared) or one.op != "=" or one.value != 0 or not _DID.search(part.text):
        return None
    return EVENTS.get(one.fact)
