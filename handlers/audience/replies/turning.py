"""What stands behind a part and turns it around, or adds nothing: "vip nahi", "vip ko chhodkar", "no treats ever"."""

from __future__ import annotations

from dataclasses import replace

from flows.audience.criteria import EVERYBODY, All, Compared, Counted, Criteria, Not, is_of_goods, leaves
from handlers.audience.replies.parts import Denied, PhrasePart, each
from handlers.audience.replies.words import pattern
from handlers.replies.text import normalise

_OUT = pattern(
    r" ?,? ?(?:{case} ){0,2}(?:{left_behind}|{left_out}(?=\s*(?:[,;.!)]|$)|\s+(?:{but}|{and}|{or}|{to})(?!\w)))"
    r"(?! (?:de|of|from)(?!\w))(?!\w)"
)
_NO_BEHIND = pattern(
    r" (?:{case} ){0,2}(?:{those} )?(?:{ever} )?{neg_last}(?: (?:{did}|{be}))?"
    r"(?=\s*(?:[,;.]|$)|\s+(?:{but}|{and}|{or})(?!\w))"
)
_EVER_BEHIND = pattern(" (?:ever|at all|{ever}|{never})(?= ?[,;.!)]| ?$| {and} | {but} )")
_STATE = pattern(r" ?\(?(?:{a_state})(?:\)|(?!\w))")
_BEGINS = pattern(r"(?:#|(?:{tag}|{neg}|{never}|{except}|{nor}|{none}|{lacking}|{leave})(?!\w))")
_GROUPS = frozenset({"audience", "tag", "lifecycle", "city", "region", "country", "language", "spend_percentile"})
_GROUPS |= {"rfm.recency", "rfm.frequency", "rfm.monetary"}


def turned(part: PhrasePart, said: str, place: int) -> tuple[PhrasePart, int]:
    """The part with what stands at the place behind it, and where that ends."""
    out, no = _OUT.match(said, place), _NO_BEHIND.match(said, place)
    found = out or no
    if found is None and _is_of_regions(part.criteria) and (state := _STATE.match(said, place)):
        return replace(part, text=part.text + state[0]), state.end()
    if found is None and _denies(part) and (ever := _EVER_BEHIND.match(said, place)):
        return replace(part, text=part.text + ever[0]), ever.end()
    twice = out is None and _denies(part)  # "nahi return nahi"
    several = out is None and is_several_goods(part.criteria)  # "saree aur dupatta nahi": not both, or neither
    if found is None or part.denied is not None or part.criteria == EVERYBODY or twice or several:
        return part, place
    denied = Denied.OUT if out else Denied.BEHIND
    return PhrasePart(part.text + found[0], Not(part.criteria), denied=denied), found.end()


def begins_turned(text: str) -> bool:
    """Whether a text begins with a word that turns what stands behind: "tag vip", "not vip", "sin devoluciones"."""
    return _BEGINS.match(normalise(text).strip()) is not None


def _denies(part: PhrasePart) -> bool:
    never = isinstance(part.criteria, Compared) and part.criteria.value == 0
    return never or any(isinstance(one, Not) for one in each(part.criteria, all_of=True))


def _is_of_regions(criteria: Criteria) -> bool:
    return all(isinstance(one, Compared) and one.fact == "region" for one in leaves(criteria))


def is_several_goods(criteria: Criteria) -> bool:
    """Whether criteria are of several goods together, of which a no may deny one or all."""
    some = (isinstance(one, Counted) or is_of_goods(one) for one in leaves(criteria))
    return isinstance(criteria, All) and any(some)


def is_of_groups(criteria: Criteria) -> bool:
    """Whether criteria are of groups alone, of which "only the vips" says no more than "the vips"."""
    return all(isinstance(one, Compared) and one.fact in _GROUPS for one in leaves(criteria))
