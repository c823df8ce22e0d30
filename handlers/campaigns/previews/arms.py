"""What the variants of a campaign have of their own, in words for a chat."""

from __future__ import annotations

from datetime import UTC, timedelta

from flows.campaigns.campaign import Campaign
from flows.campaigns.course import CampaignCourse
from flows.campaigns.preview import CampaignPreview
from flows.campaigns.schedule import Schedule
from flows.campaigns.trial import within_of
from flows.phrase import At, Text, phrase


def arms_of(campaign: Campaign) -> list[Text]:
    """A line for each variant with its hour; none where all are due together."""
    if not campaign.has_own_hours:
        return []
    return [_leaves(name, due) for name, due in zip(campaign.variants, campaign.hours, strict=True)]


def _leaves(variant: str, due: Schedule) -> Text:
    if due.at_once:
        return phrase("campaign_arm_now", variant=variant)
    at = At(due.at.astimezone(UTC))  # as the campaign's own hour is told
    if due.local is not None:
        return phrase("campaign_arm_local", variant=variant, at=at, local=due.local.isoformat("minutes"))
    return phrase("campaign_arm_at", variant=variant, at=at)


def counted(campaign: Campaign, preview: CampaignPreview, counts_for: timedelta) -> Text:
    """For how long behind their message people count, where the hours differ; empty where they do not."""
    within = within_of(campaign, preview.trial.measure, counts_for) if preview.trial is not None else None
    return "" if within is None else phrase("campaign_counts_within", days=within // timedelta(days=1))


def best_at_its_hour(course: CampaignCourse, first: int) -> Text:
    """How many get the variants first, and from when on the rest gets the best one, at its hour."""
    begins = min(one.due for one in course.waves if one.rest)
    return phrase("campaign_best_wins_at", first=first, at=At(begins.astimezone(UTC)))
