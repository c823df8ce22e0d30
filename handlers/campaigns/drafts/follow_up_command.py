"""/campaign follow NAME after 3 days[, not clicked]: TEXT, a later message to people who have not bought or clicked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from flows.campaigns.campaign import Campaign
from flows.campaigns.follow_up import LATEST, SOONEST, FollowUp, Unless
from flows.phrase import phrase
from handlers.campaigns.campaign_reference import find_leading_campaign
from handlers.campaigns.drafts.campaign_draft import EditCampaign
from handlers.campaigns.drafts.campaign_grammar import answer_unknown, get_text_behind, no
from handlers.campaigns.drafts.draft_wordings import read_wordings
from handlers.staff_chat.command_arguments import FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import IssuedCommand, Reply

_AFTER = re.compile(
    r"\s*after (?P<many>\d{1,3}) (?P<unit>hour|day|week)s?(?P<clicked>,? not clicked)?\s*:\s*(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_NONE = "none"
_UNITS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


async def read_follow_up(
    asked: IssuedCommand, _known: Known, words: tuple[str, ...]
) -> FoundArgument | Missing | Reply:
    """Parse a campaign with its follow-up, or the removal of one."""
    named = await find_leading_campaign(asked.turn, get_text_behind(asked)) if words else None
    if named is None:
        return answer_unknown(" ".join(words)) if words else Missing()
    campaign, rest = named
    if rest.strip().casefold() == _NONE:
        return FoundArgument(_replace_follow_ups(campaign, ()))
    found = _AFTER.fullmatch(rest)
    if found is None:
        return Reply(phrase("campaign_follow_how", name=campaign.name), asks=(), refused=bool(rest.strip()))
    after = int(found["many"]) * _UNITS[found["unit"].casefold()]
    if not SOONEST <= after <= LATEST:
        return no(phrase("campaign_follow_when", hours=SOONEST // timedelta(hours=1), days=LATEST.days))
    unless = Unless.CLICKED if found["clicked"] else Unless.BOUGHT
    others = [one for one in campaign.terms.follow_ups if one.after != after]
    one = FollowUp(after, read_wordings(asked.turn, found["words"]), unless)
    return FoundArgument(_replace_follow_ups(campaign, tuple(sorted([*others, one], key=lambda each: each.after))))


def _replace_follow_ups(campaign: Campaign, follow_ups: tuple[FollowUp, ...]) -> EditCampaign:
    return EditCampaign(campaign.id, terms=replace(campaign.terms, follow_ups=follow_ups))
