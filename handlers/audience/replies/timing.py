"""What was not done in the time of another part: "clicked this week but did not buy"."""

from __future__ import annotations

from dataclasses import replace

from flows.audience.criteria import Compared, Counted, Criteria, Not
from handlers.audience.replies.parts import Ambiguous, PhrasePart
from handlers.audience.replies.words import pattern

_EVENTS = {
    "orders": "order.created", "visits": "customer.visited", "clicks": "message.clicked", "replies": "message.replied",
}  # fmt: skip
_NEVER, _YET, _NOR = pattern("{never}"), pattern("{yet}"), pattern("{nor}(?= )")
_DID = pattern("{bought}|{clicked}|{replied}|{visited}|(?:didnt|did not|havent|hasnt|dont|nahi) (?:{orders})")


def in_their_time(parts: list[PhrasePart]) -> list[PhrasePart]:
    """ "Clicked this week but did not buy" is not bought this week; "ni X ni Y en 30 dias" is neither in 30 days."""
    found: list[PhrasePart] = []
    for place, part in enumerate(parts):
        event = _undone(part)
        earlier = next((one for one in parts[:place] if _happened(one.criteria)), None)
        later = parts[place + 1] if place + 1 < len(parts) else None
        if event is None or _NEVER.search(part.text):
            found.append(part)
        elif earlier is not None:
            if _YET.search(part.text):
                raise Ambiguous(f"{earlier.text} {part.text}")
            found.append(_within(part, event, earlier.criteria))
        elif later is not None and _NOR.match(part.text) and _NOR.match(later.text) and _denies(later.criteria):
            found.append(_within(part, event, later.core if later.denied else later.criteria))
        else:
            found.append(part)
    return found


def _within(part: PhrasePart, event: str, other: Criteria) -> PhrasePart:
    timed = other.of if isinstance(other, Not) else other
    assert isinstance(timed, Counted), "it was counted in a time"
    return replace(part, criteria=Not(Counted(event, within=timed.within)))


def _happened(criteria: Criteria) -> bool:
    return isinstance(criteria, Counted) and criteria.within is not None and criteria.event != "order.created"


def _denies(criteria: Criteria) -> bool:
    return isinstance(criteria, Not) and isinstance(criteria.of, Counted) and criteria.of.within is not None


def _undone(part: PhrasePart) -> str | None:
    """The event that a part says was not done, at no time."""
    one = part.criteria
    if isinstance(one, Not) and isinstance(one.of, Compared) and one.of.op == ">=" and one.of.value == 1:
        one = Compared(one.of.fact, "=", 0)
    if not isinstance(one, Compared) or one.op != "=" or one.value != 0 or not _DID.search(part.text):
        return None
    return _EVENTS.get(one.fact)
