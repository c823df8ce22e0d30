"""A pause, a resume or an end of a campaign at a later time, or until one: these are done at once alone."""

from __future__ import annotations

from collections.abc import Sequence

from flows.campaigns.campaign import Campaign
from handlers.campaigns.sentences.named import MOVES, named
from handlers.replies.moments import find_moment
from handlers.replies.stopping import without_end
from handlers.replies.text import normalise, words

_LEADS = frozenset(
    "at by on in from until till til upto after before hasta desde en tak se baad pehle baje ko बजे तक से को".split()  # noqa: SIM905
)
"""What stands between a time and the rest."""


def moved_at_another_time(text: str, campaigns: Sequence[Campaign]) -> tuple[Campaign, str] | None:
    """The campaign that is named and what is to be done with it, where a time and nothing else stands beside that."""
    bare, lasts = without_end(text)
    moment = "" if lasts else find_moment(text) or ""
    if not (lasts or moment):
        return None
    left = bare if lasts else normalise(text).replace(moment, " ", 1)
    found = named([word for word in words(left) if word not in _LEADS], campaigns)
    return found if found is not None and found[1] in MOVES else None
