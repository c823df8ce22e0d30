"""Who joins the staff or leaves it, in a sentence: "add my sister Rosa as staff", "ravi ko staff me jodo"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.channels import PROVEN
from handlers.replies.errands import unlisted
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("setting_up")
_STAFF, _JOINS, _LEAVES = (_LISTED[one] for one in ("the staff", "joins the staff", "leaves the staff"))
_BESIDE = _LISTED["beside a name"] | _LISTED["beside hiring"] | _STAFF | _JOINS | _LEAVES
_ROLES = {"manager": "manager", "owner": "owner", "agent": "agent", "gerente": "manager", "मैनेजर": "manager"}
_PHONE = re.compile(r"\+?\d[\d ().-]{5,}\d")
_LONGEST_NAME, _LONGEST = 3, 14  # words of a name, and of the sentence that it stands in


def heard(text: str) -> Sequence[str] | None:
    """What stands behind /staff: "add Rosa agent", "remove Ravi"; None for a text that does not say all of it.

    A number is none of it: whoever joins comes in by a link of their own.
    """
    said = words(text)
    adds, takes = not _JOINS.isdisjoint(said), not _LEAVES.isdisjoint(said)
    if "?" in text or len(said) > _LONGEST or _STAFF.isdisjoint(said) or adds is takes:
        return None
    name = _name(_PHONE.sub(" ", text))
    if name is None:
        return None
    role = next((_ROLES[one] for one in said if one in _ROLES), "agent")
    channel = [one for one in PROVEN if one in said]
    return ("add", name, role, *channel) if adds else ("remove", name)


def _name(text: str) -> str | None:
    """The name in a text, as it was written; None for no name, or two."""
    known = set(unlisted(text)) - _BESIDE - set(_ROLES) - set(PROVEN)
    spoken = [word.strip(".,!:;()") for word in text.split()]
    at = [place for place, word in enumerate(spoken) if words(word) and words(word)[0] in known]
    together = bool(at) and at[-1] - at[0] == len(at) - 1 <= _LONGEST_NAME - 1  # else two are named: "Ravi and Meena"
    return " ".join(spoken[one] for one in at) if together else None
