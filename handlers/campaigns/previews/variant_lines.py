"""The variants' own terms as lines for a chat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timedelta

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_course import CampaignCourse
from flows.campaigns.campaign_preview import CampaignPreview
from flows.campaigns.send_schedule import Schedule
from flows.campaigns.wording_trial_plan import A_DAY, get_counting_time
from flows.phrase import At, Lines, Text, phrase
from handlers.campaigns.previews.preview_offers import OfferedTo, Offering
from handlers.offers.written_amounts import name_discount


def arms_of(campaign: Campaign) -> list[Text]:
    """Format a line for each variant with its time; empty if all are due together."""
    if not campaign.has_own_hours:
        return []
    return [_leaves(name, due) for name, due in zip(campaign.variants, campaign.hours, strict=True)]


def _leaves(variant: str, due: Schedule) -> Text:
    if due.at_once:
        return phrase("campaign_arm_now", variant=variant)
    at = At(due.at.astimezone(UTC))  # in the form of the campaign's own hour
    if due.local is not None:
        return phrase("campaign_arm_local", variant=variant, at=at, local=due.local.isoformat("minutes"))
    return phrase("campaign_arm_at", variant=variant, at=at)


def describe_offer(variant: str, one: OfferedTo | None, *, brief: bool = False) -> Text:
    """Describe a variant's offer with the end of its codes; ``brief`` leaves the end out."""
    if one is None:
        return phrase("campaign_arm_offers_nothing", variant=variant)
    named = {"code": one.offer.code} if one.offer.code is not None else {}
    ends = {} if brief else {"until": At(one.until.astimezone(UTC))}
    return phrase("campaign_arm_offers", variant=variant, offer=name_discount(one.offer), **named, **ends)


def describe_arms(campaign: Campaign, offering: Offering, codes: Mapping[str, Text]) -> list[Text]:
    """Describe each variant with its offer, codes and time; empty if all have the same."""
    lines: list[Text] = []
    for place, name in enumerate(campaign.variants):
        one = offering[place]
        gives = [describe_offer(name, one, brief=True)] if campaign.terms.has_own_offers else []
        leaves = [_leaves(name, campaign.hours[place])] if campaign.has_own_hours else []
        parts = (*gives, *leaves, *([codes[name]] if name in codes else []))
        lines += [Lines(parts, " ")] if parts else []
    return lines


def describe_counting(campaign: Campaign, preview: CampaignPreview, counts_for: timedelta) -> Text:
    """Say how long people's orders count after their message, if times or offers differ; empty if not."""
    if preview.trial is None:
        return ""
    within, day = get_counting_time(campaign, preview.trial.measure, counts_for), timedelta(days=1)
    if campaign.terms.has_own_offers:
        long = A_DAY if campaign.contest is not None else counts_for
        return phrase("campaign_counts_orders", days=(within or long) // day)
    return "" if within is None else phrase("campaign_counts_within", days=within // day)


def describe_best_hour(course: CampaignCourse, first: int) -> Text:
    """Say how many people get the variants first, and from when the rest gets the best one."""
    begins = min(one.due for one in course.waves if one.rest)
    return phrase("campaign_best_wins_at", first=first, at=At(begins.astimezone(UTC)))
