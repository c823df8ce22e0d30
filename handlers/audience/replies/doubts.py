"""What parts beside each other leave open: where a no ends, what a name behind a verb is. It is not read."""

from __future__ import annotations

from flows.audience.criteria import Any, Compared, Counted, Criteria, is_of_goods, leaves
from handlers.audience.replies.parts import ONE_ONLY, Ambiguous, Denied, Joint, PhrasePart, family
from handlers.audience.replies.words import pattern

_WITHOUT = pattern("{without} ")
_WHO, _HINDI_NO = pattern("{who}"), pattern("{hindi_no}")
_VERB_LAST = pattern("(?:{bought}|{returned}|{clicked}|{replied}|{visited}|{site}|{link})$")
_FETCHED = pattern("(?:brought|sent|took|gave|got)(?!\\w)")
_OPENED = pattern("(?:{in}|{tag}|{came_from}|{reach}|{audience}|{speak}|#)(?!\\w)")


def check_beside(found: list[PhrasePart], part: PhrasePart) -> None:
    """Check a part against the parts before. Raises Ambiguous."""
    _check_negations(found[-1], part)
    _check_bounds(found[-1], part)
    _check_lists(found, part)
    _check_reach(found, part)
    _check_after_or(found, part)


def _check_negations(before: PhrasePart, part: PhrasePart) -> None:
    """ "Never buy without a code" says two noes of one thing."""
    no = before.denied is not None or (isinstance(before.criteria, Compared) and before.criteria.value == 0)
    if no and part.joint is Joint.BESIDE and _WITHOUT.match(part.text):
        raise Ambiguous(f"{before.text}{part.between}{part.text}")
    if family(before.core) == "acquired_from" and part.joint is Joint.BESIDE and _FETCHED.match(part.text):
        raise Ambiguous(f"{before.text}{part.between}{part.text}")  # "the ones google brought back"
    named = family(part.core) in {"group", "reachable", "acquired_from", "language"} or _is_of_goods(part.core)
    if named and part.joint is Joint.BESIDE and not _OPENED.match(part.text) and _VERB_LAST.search(before.text):
        raise Ambiguous(
            f"{before.text}{part.between}{part.text}"
        )  # "clicked my text", "bought gold": what was done, or who they are


def _check_bounds(before: PhrasePart, part: PhrasePart) -> None:
    """ "Skip mechanics who bought tape": where the no ends; "telegram nahi whatsapp hai": whose it is."""
    groups = before.denied is Denied.EXCEPT and family(before.core) == "group"
    told = _WHO.search(part.between) or _WHO.match(part.text) or family(part.core) == "place"
    if groups and part.joint is Joint.BESIDE and told and part.denied is None:
        raise Ambiguous(f"{before.text}{part.between}{part.text}")
    names = family(before.core) is not None and family(part.core) is not None
    if names and part.joint is Joint.BESIDE and part.denied is Denied.NOT and _HINDI_NO.match(part.text):
        raise Ambiguous(f"{before.text}{part.between}{part.text}")


def check_places(parts: list[PhrasePart]) -> None:
    """ "Club in Portland and strava in Salem" pairs what stands beside each other."""
    facts = [one.criteria.fact for one in parts if isinstance(one.criteria, Compared) and one.criteria.op == "="]
    if any(facts.count(fact) > 1 for fact in ONE_ONLY):
        raise Ambiguous("".join(f"{one.between}{one.text}" for one in parts).strip(" ,"))


def _check_reach(found: list[PhrasePart], part: PhrasePart) -> None:
    """ "Vip in Texas or 5+ orders": five orders anywhere, or of vips."""
    before = found[-1]
    alike = family(before.core) is not None and family(before.core) == family(part.core)
    alike = alike or (_is_of_goods(before.core) and _is_of_goods(part.core)) or _done_alike(before, part)
    if part.joint is Joint.OR and len(found) > 1 and before.joint is Joint.BESIDE and not alike:
        raise Ambiguous("".join(f"{one.between}{one.text}" for one in (*found[-2:], part)).strip(" ,"))


def _check_after_or(found: list[PhrasePart], part: PhrasePart) -> None:
    """ "Spent 300 or 6 orders and Texas": both in Texas, or who ordered."""
    mixed = isinstance(found[-1].criteria, Any) and family(found[-1].criteria) is None
    if part.joint is Joint.AND and mixed and not _is_of_goods(found[-1].criteria):
        raise Ambiguous("".join(f"{one.between}{one.text}" for one in (*found[-1:], part)).strip(" ,"))


def _done_alike(before: PhrasePart, part: PhrasePart) -> bool:
    return all(isinstance(one.core, Counted) or one.text.split()[0] == "not" for one in (before, part))


def _check_lists(found: list[PhrasePart], part: PhrasePart) -> None:
    """ "VIP, new or wholesale": all three, or the first and one of the others."""
    if part.joint is not Joint.OR or len(found) < 2 or found[-1].joint is not Joint.COMMA:
        return
    if {family(one.core) for one in (*found[-2:], part)} == {"group"}:
        raise Ambiguous("".join(f"{one.between}{one.text}" for one in (*found[-2:], part)).strip(" ,"))


def _is_of_goods(criteria: Criteria) -> bool:
    return any(map(is_of_goods, leaves(criteria)))
