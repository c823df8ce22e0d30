"""Words that join what comes to the parts before: "or", "plus all the", "either … or"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.audience.replies.parts import Joint, PhrasePart
from handlers.audience.replies.words import pattern

_OR = pattern("(?!{ya_already}(?!\\w)){or}(?=\\s)")
_OR_LATER, _BRACKETS = pattern(" {or} "), re.compile(r"\([^()]*\)")
_UNION = pattern("(?:{plus} {everybody_who}|\\+ ?{everybody_who})(?!\\w)")
_MAYBE_UNION = pattern("{and} {all_of_them}(?!\\w)")
_EITHER = pattern("{either}(?= )")


def joint_at(said: str, place: int, parts: Sequence[PhrasePart]) -> tuple[Joint, int] | None:
    """How the word at a place joins what comes, and where it ends; None where it does not."""
    found, joint = _EITHER.match(said, place), Joint.BESIDE
    if found is not None and _OR_LATER.search(said, found.end()) is None:
        return None
    if found is None and parts:
        wanted = ((_UNION, Joint.UNION), (_MAYBE_UNION, Joint.MAYBE_UNION), (_OR, Joint.OR))
        told = ((words.match(said, place), joint) for words, joint in wanted)
        found, joint = next(((one, joint) for one, joint in told if one), (None, joint))
    return None if found is None else (joint, found.end())


def adds_at(said: str, place: int) -> bool:
    """Whether "plus all the" stands at a place, of which no word is passed over."""
    return _UNION.match(said, place) is not None or _MAYBE_UNION.match(said, place) is not None


def brackets_split(said: str, begun: Sequence[int], parts: Sequence[PhrasePart]) -> bool:
    """Whether brackets hold parts together of which an "or" may go with others: "vip or (texas and 5 orders)"."""
    if not any(one.joint in {Joint.OR, Joint.UNION} for one in parts):
        return False
    spans = [found.span() for found in _BRACKETS.finditer(said)]
    return any(sum(begins < place < ends for place in begun) > 1 for begins, ends in spans)
