"""The campaign that a text or a tap in chat refers to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil
from uuid import UUID

from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.money import Money
from flows.name_folding import fold_name
from flows.phrase import Ours, tap
from handlers.engine.turn import Turn
from handlers.replies.text_normalisation import words
from storage.campaigns.campaigns import LONGEST_NAME, Campaigns

DOES = frozenset(
    {
        "new", "edit", "people", "words", "when", "offer", "rename", "follow", "launch", "test", "pause", "resume",
        "cancel", "stop", "details", "chart", "csv",
    }
)  # fmt: skip
"""The verbs of /campaign; no campaign's name begins with one."""
SHOWS = frozenset({"list", "show"})
"""The words before a name that show the list or a campaign; no campaign has them as its name."""
_TAIL = 12  # hexadecimal digits at the end of an id, which are random
_BY_ID, _WHOLE = re.compile(rf"[0-9a-f]{{{_TAIL}}}"), re.compile(r"[0-9a-f]{32}")
_WORD = re.compile(r"[^\s:,]+(?=$|[\s:,])")
_PLAIN = re.compile(r"[a-z0-9 ]+")
_LATEST = 100  # candidates for one tap
_NO_NAMES = frozenset({"all", "everything", "it", "this", "that"})
"""Words that name no campaign: "pause all" concerns all messages to customers."""


async def find_campaign(turn: Turn, name: str) -> Campaign | None:
    """Return the campaign with this name or tapped id; None if there is none or the name is empty."""
    said = " ".join(name.split()).strip('"“”')
    if not said:
        return None
    campaigns = turn.unit.of(Campaigns)
    named = await _find_tapped(turn, said) or await campaigns.find_by_name(said)
    return named or await campaigns.find_by_name(said.replace("_", " "))


async def _find_tapped(turn: Turn, word: str) -> Campaign | None:
    """Return the campaign with this id, whole or shortened as in a tap; None if there is none."""
    tail = word.casefold()
    if _WHOLE.fullmatch(tail) is not None:
        return await turn.unit.of(Campaigns).get(UUID(tail))
    if _BY_ID.fullmatch(tail) is None:
        return None
    found = [one for one in await turn.unit.of(Campaigns).page(_LATEST) if one.id.hex.endswith(tail)]
    return found[0] if len(found) == 1 else None


async def find_leading_campaign(turn: Turn, text: str) -> tuple[Campaign, str] | None:
    """Return the campaign whose name or id begins the text, the longest name first, and the rest of the text."""
    for end in reversed([found.end() for found in _WORD.finditer(text[: LONGEST_NAME * 2])]):
        name = " ".join(text[:end].split()).strip(' ,“”"')
        campaign = await turn.unit.of(Campaigns).find_by_name(name) if name else None
        if campaign is not None:
            return campaign, text[end:]
    first = _WORD.match(text)
    tapped = await _find_tapped(turn, first[0]) if first is not None else None
    return (tapped, text[first.end() :]) if first is not None and tapped is not None else None


async def find_sounding_alike(turn: Turn, name: str, but: Campaign | None = None) -> Campaign | None:
    """Return another campaign whose name has the same words except for punctuation; None if there is none. "pause
    diwali" would be ambiguous then. Cancelled campaigns do not count."""
    said, there = words(name), await turn.unit.of(Campaigns).page(_LATEST)
    alike = (one for one in there if said and words(one.name) == said and (but is None or one.id != but.id))
    return next((one for one in alike if one.status is not CampaignStatus.CANCELLED), None)


def to_tap(campaign: Campaign, *does: str, behind: Sequence[str] = ()) -> Ours:
    """Make a tappable command about a campaign: with its name if it fits, else its id; ``behind`` follows."""
    named = campaign.name if is_plain(campaign.name) else campaign.id.hex[-_TAIL:]
    return tap("campaign", *does, named, *behind)


def make_safe_id(campaign: Campaign) -> str:
    """Return the id to use before other text; a name such as "festival" is ambiguous next to "festival monday"."""
    return campaign.id.hex


def is_plain(name: str) -> bool:
    """Return True if the name can be used in a tap: no other campaign can be read from it."""
    bare = fold_name(name)
    return bool(_PLAIN.fullmatch(bare)) and not _BY_ID.fullmatch(bare)


def is_nameable(name: str) -> bool:
    """Return False if /campaign would read the name as a verb, or "pause" would read it as "all" or the like."""
    said = fold_name(name)
    return said.partition(" ")[0] not in DOES | SHOWS and said not in _NO_NAMES


def make_more_budget_tap(campaign: Campaign, budget: Money) -> Ours:
    """Make a tappable command that doubles a campaign's budget, in whole units, because a tap has no decimal point."""
    return to_tap(campaign, "edit", behind=("budget", str(ceil(budget.decimal * 2))))
