"""What stands where the people of a campaign do, and is none: a moment that was not read, or a day that may be two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from flows.phrase import Text, phrase
from handlers.admins.command import Reply
from handlers.audience import called as audiences
from handlers.audience.names import Names
from handlers.campaigns.drafts.due import read_due
from handlers.campaigns.drafts.so_far import so_far, unquoted
from handlers.campaigns.drafts.wanted import WantedCampaign
from handlers.replies.figure_dates import unclear_date
from handlers.replies.text import normalise
from handlers.turn import Turn
from templates.values import quoted

_SHORT = 40
_FIGURE = re.compile(r"\d")


def unclear_day(wanted: WantedCampaign) -> str:
    """A date among the people that may be two days; "" where there is none."""
    return "" if wanted.when else unclear_date(normalise(wanted.people))


async def asked_day(turn: Turn, wanted: WantedCampaign, names: Names) -> Reply | None:
    """The question which day is meant, where one that may be two stands behind some people; None where none does."""
    day, said = unclear_day(wanted), wanted.people.split()
    for many in range(len(said) - 1, 0, -1) if day else ():
        people = " ".join(said[:many]).strip(" ,")
        if await audiences.meant(turn, people, names) is not None:
            words = (unquoted(wanted.words),) if wanted.words else ()
            asks = (*so_far(replace(wanted, people=people)), *words)
            return Reply(phrase("campaign_day_two", day=day), asks=asks, drafts=True)
    return None


async def unread(turn: Turn, wanted: WantedCampaign, names: Names) -> Text:
    """The part of the people that no audience is, where the others are one and this may be meant as the moment, which
    has a figure or is all that is missing; else all of them."""
    said, lacks_when = wanted.people.split(), bool(wanted.words) and not wanted.when
    for many in range(len(said) - 1, 0, -1):
        people, rest = " ".join(said[:many]), " ".join(said[many:])
        if (lacks_when or _FIGURE.search(rest)) and await audiences.meant(turn, people, names) is not None:
            return phrase("campaign_part_unread", part=quoted(rest, _SHORT), people=quoted(people.strip(" ,"), _SHORT))
    return phrase("campaign_people_unread", people=quoted(_without_a_moment(turn, said), _SHORT))


def _without_a_moment(turn: Turn, said: Sequence[str]) -> str:
    """The words without the moment at their end, unless there is nothing else."""
    ends = (at for at in range(1, len(said)) if read_due(" ".join(said[at:]), turn.now, turn.zone) is not None)
    return " ".join(said[: next(ends, len(said))]).rstrip(" ,")
