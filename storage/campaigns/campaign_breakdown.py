"""A campaign's figures by wording, channel and step: a line for each that had recipients.

People who got a fallback message count on its channel. The refused message's cost counts where the money was spent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import and_, func

from flows.campaigns.campaign import Campaign
from flows.campaigns.follow_up import FIRST_STEP
from storage.campaigns.campaign_figures import CampaignFigures, merge_figures
from storage.campaigns.campaign_steps import STEP
from storage.campaigns.campaign_tallies import PeopleTally
from storage.reports.comparison_groups import groups_by_place
from storage.reports.last_messages import lasting
from storage.reports.report_scope import Scope
from storage.schema import messages

_BY = (func.coalesce(messages.c.variant, 0), messages.c.channel, STEP)
_Key = TypeVar("_Key", int, str)
Cut: TypeAlias = Mapping[_Key, CampaignFigures]
"""Merges the parts that share a key, and returns them by that key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPart(CampaignFigures):
    """The results of one wording, by its place, on one channel in one step.

    Only a first message is compared with the control group: by the channel of its first departure, and with all
    purchases of its people, also after a follow-up.
    """

    variant: int
    channel: str
    step: int


async def split_parts(scope: Scope, campaign: Campaign) -> list[CampaignPart]:
    """Return the parts of a campaign in the order of wordings, channels and steps."""
    its = and_(scope.unit.owns(messages), messages.c.campaign == campaign.id)
    tally, last = PeopleTally(scope, _BY, messages, its), PeopleTally(scope, _BY, messages, and_(its, lasting()))
    lived, refused = await last.count_fates(), await last.count_refused()
    clicked, replied, stopped = await tally.count_clicks(), await tally.count_replies(), await tally.count_stops()
    people = {"clicked": clicked, "replied": replied, "opted_out": stopped}
    sold, costs = await tally.sum_sales(), await tally.sum_costs()
    groups = {(*place, FIRST_STEP): found for place, found in (await groups_by_place(scope)).items()}
    parts = []
    for place in sorted({*lived, *people["clicked"], *sold, *costs, *groups}):
        figures: dict[str, Any] = {name: found[place] for name, found in people.items()}
        bought, revenue = sold.get(place, (0, 0))
        figures |= lived.get(place, {}) | {"bought": bought, "revenue": revenue}
        figures |= {"cost": costs[place], "refused": refused.get(place, {}), "groups": groups.get(place)}
        variant, channel, step = place
        parts.append(CampaignPart(variant=variant, channel=channel, step=step, **figures))
    return parts


def by_variant(parts: Sequence[CampaignPart]) -> Cut[int]:
    """Return the figures by the first message's wording, by place: follow-ups have wordings of their own. Empty for one
    wording.
    """
    found = _cut([one for one in parts if one.step == FIRST_STEP], lambda one: one.variant)
    return found if len(found) > 1 else {}


def by_channel(parts: Sequence[CampaignPart]) -> Cut[str]:
    """Return the figures by channel. A person's several steps there count each."""
    return _cut(parts, lambda one: one.channel)


def split_by_step(parts: Sequence[CampaignPart]) -> Cut[int]:
    """Return the figures by step: the first message, and each follow-up."""
    return _cut(parts, lambda one: one.step)


def _cut(parts: Sequence[CampaignPart], by: Callable[[CampaignPart], _Key]) -> Cut[_Key]:
    found: dict[_Key, list[CampaignPart]] = {}
    for one in parts:
        found.setdefault(by(one), []).append(one)
    return {key: merge_figures(found[key]) for key in sorted(found)}
