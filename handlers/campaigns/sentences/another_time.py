"""A pause, a resume or an end of a campaign at a later time, or until one: these are done at once alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.campaigns.campaign import Campaign
from handlers.campaigns.sentences.named import MOVES, named, taken_out
from handlers.replies.moments import find_moment
from handlers.replies.stopping import without_end
from handlers.replies.text import normalise, words

_LEADS = frozenset(
    """
    at by on in from until till til upto after before a hasta desde despues después antes del de en tak se baad pehle
    baje ko बजे तक से को बाद पहले
    """.split()  # noqa: SIM905
)
"""What stands between a time and the rest."""


def moved_at_another_time(text: str, campaigns: Sequence[Campaign]) -> tuple[Campaign, str] | None:
    """The campaign that is named and what is to be done with it, where a time and nothing else stands beside that. The
    name is taken out first, for it may hold a day: "festival monday"."""
    found = taken_out(words(text), campaigns)
    if found is None:
        return None
    name = words(found[0].name)
    beside = _without_time(re.sub(r"\W+".join(map(re.escape, name)), " ", normalise(text), count=1))
    moved = named([*beside, *name], [found[0]]) if beside is not None else None
    return moved if moved is not None and moved[1] in MOVES else None


def _without_time(said: str) -> list[str] | None:
    """The words beside a time; None where no time is said."""
    bare, lasts = without_end(said)
    moment = "" if lasts else find_moment(said) or ""
    if not (lasts or moment):
        return None
    left = bare if lasts else normalise(said).replace(moment, " ", 1)
    return [word for word in words(left) if word not in _LEADS]
