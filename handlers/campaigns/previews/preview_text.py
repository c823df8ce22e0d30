"""The text of a preview, and the pace of any campaign, for a chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, timedelta
from decimal import Decimal

from flows.audience.criteria import EVERYBODY
from flows.campaigns.campaign import HOLDOUT, LEAST_MEASURED, Campaign
from flows.campaigns.campaign_course import course_of
from flows.campaigns.campaign_preview import CampaignPreview
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.wording_contest import LATEST_DAY, WITHIN
from flows.money import Money
from flows.phrase import At, Lines, Ours, Text, phrase
from flows.policy.message_distance import DISTANCE_RULE
from flows.policy.message_price import convert_worth
from handlers.audience.audience_reference import make_criteria_context
from handlers.audience.criteria_explanation import describe_conditions
from handlers.campaigns.previews.preview_offers import Offering, build_offering
from handlers.campaigns.previews.variant_lines import arms_of, describe_best_hour, describe_counting, describe_offer
from handlers.campaigns.previews.wording_samples import show_samples
from handlers.engine.turn import Turn
from handlers.forecasts.forecast_text import describe_also_coming, describe_excluded, describe_later
from handlers.offers.written_amounts import name_discount
from templates import formats
from templates.message_values import quote_line

_WHOM = 60  # of the words for its people
_FOLLOWS = 80  # characters of the rest
_SOON = 90  # seconds of a wait too short to mention
_MINUTE = 60


async def render_preview(turn: Turn, campaign: Campaign, preview: CampaignPreview) -> Text:
    """Format a preview: result, figures, terms and one text; ``preview_details`` has the rest."""
    not_sent = preview.people - preview.expected - preview.held_out
    spaced = {rule: many for rule, many in preview.later.items() if rule == DISTANCE_RULE}
    lines = (
        would_go(campaign, preview),
        await _explain_audience(turn, campaign),
        phrase("campaign_control", many=preview.held_out) if preview.held_out else _too_few(campaign, preview),
        phrase("campaign_unsent", many=not_sent) if not_sent > 0 else "",
        _cost(campaign, preview),
        _describe_moment(campaign),
        *describe_later(spaced, turn.business.policy.marketing_distance),
        *describe_also_coming(preview.beside, preview.people),
        name_channels(turn, campaign),
        *_offers(campaign, build_offering(turn, campaign)),
        *_terms(campaign, preview),
        *(phrase(f"campaign_warns_{name}", detail=Ours(detail)) for name, detail in preview.warnings.items()),
        _trial(campaign, preview),
        describe_counting(campaign, preview, turn.business.counts_for),
        _contest(turn, campaign, preview),
        await show_samples(turn, campaign, preview, alone=True),
    )
    return Lines(lines)


async def preview_details(turn: Turn, campaign: Campaign, preview: CampaignPreview) -> list[Text]:
    """Format the excluded people by reason, the delayed ones, the channels, the languages and all sample texts."""
    by = Lines((_describe_people(preview.by_channel, formats.channel), *_languages(preview)), "; ")
    return [
        describe_excluded(preview.excluded),
        *describe_later(preview.later, turn.business.policy.marketing_distance),
        phrase("campaign_ways", channels=by) if preview.expected else "",
        phrase("campaign_judged", judged=preview.judged) if preview.judged < preview.people else "",
        _brings(preview),
        await show_samples(turn, campaign, preview),
    ]


def would_go(campaign: Campaign, preview: CampaignPreview) -> Text:
    """Say how many people of the audience get the campaign."""
    whom = quote_line(campaign.phrase, _WHOM)
    return phrase("would_launch", name=campaign.name, many=preview.expected, people=preview.people, whom=whom)


async def _explain_audience(turn: Turn, campaign: Campaign) -> Text:
    """Describe the audience in Parley's own words, to show how the staff's phrase was read. Empty for everybody."""
    if campaign.criteria == EVERYBODY:
        return ""
    said = describe_conditions(campaign.criteria, await make_criteria_context(turn))
    return phrase("campaign_understood", conditions=Lines(tuple(said), "; "))


def name_channels(turn: Turn, campaign: Campaign) -> Text:
    """Name the channels of the campaign; empty if the business has no others."""
    if set(campaign.channels) >= set(turn.business.channels_order):
        return ""
    named = tuple(Ours(formats.channel(one)) for one in campaign.channels)
    return phrase("campaign_by_alone", channels=Lines(named, ", "))


def _describe_people(found: Mapping[str, int], called: Callable[[str], str]) -> Text:
    return Lines(tuple(Ours(f"{called(one)} {many}") for one, many in found.items()), ", ")


def _languages(preview: CampaignPreview) -> list[Text]:
    """Format the people by language, the most first; empty if all have the same."""
    read: Counter[str] = Counter()
    for locale, many in preview.by_locale.items():
        read[formats.name_language(locale)] += many
    return [_describe_people(dict(read.most_common()), str)] if len(read) > 1 else []


def _describe_moment(campaign: Campaign) -> Text:
    if campaign.has_own_hours:
        return Lines((*arms_of(campaign), phrase("campaign_arms_permitted")), " ")
    due = campaign.hours[0]
    if due.at_once:
        return phrase("campaign_now")
    # UTC itself: a stored preview has another object for it, and would differ
    at = At(due.at.astimezone(UTC))
    if due.local is not None:
        return phrase("campaign_at_local", at=at, local=due.local.isoformat("minutes"))
    return phrase("campaign_at", at=at)


def _too_few(campaign: Campaign, preview: CampaignPreview) -> Text:
    """Say that there are too few people for a control group, if the staff set its share; "" if not."""
    asked = campaign.holdout not in {0.0, HOLDOUT} and not campaign.get_share_left_alone(preview.reached)
    return phrase("campaign_too_few_to_measure", least=LEAST_MEASURED) if asked else ""


def _cost(campaign: Campaign, preview: CampaignPreview) -> Text:
    """Format the cost and the time of the first messages; the number of follow-ups is not known yet."""
    told = {"cost": Money(preview.cost, preview.currency), "first": bool(campaign.terms.follow_ups)}
    money = phrase("campaign_costs", **told) if preview.cost else ""
    if preview.seconds < _SOON:
        return money
    return Lines((money, phrase("campaign_takes", minutes=round(preview.seconds / _MINUTE))), " ")


def _brings(preview: CampaignPreview) -> Text:
    """Format the expected revenue with its range; empty if there is too little past data."""
    one = preview.brings
    if one is None:
        return ""
    money = {name: Money(getattr(one, name), preview.currency) for name in ("revenue", "low", "high")}
    return phrase("roi_brings", orders=Decimal(round(one.orders)), **money)


def _offers(campaign: Campaign, offering: Offering) -> list[Text]:
    """Describe the offer with the end of its codes, or that of each variant; empty if there is none."""
    if campaign.terms.has_own_offers:
        return [describe_offer(name, one) for name, one in zip(campaign.variants, offering, strict=True)]
    one = offering[0]
    if one is None:
        return []
    named = {"code": one.offer.code} if one.offer.code is not None else {}
    ends = At(one.until.astimezone(UTC))  # as in _when
    return [phrase("campaign_offers", offer=name_discount(one.offer), until=ends, **named)]


def _terms(campaign: Campaign, preview: CampaignPreview) -> list[Text]:
    """Format the pace, and whether the budget is enough."""
    budget, follow_ups = campaign.terms.budget, len(campaign.terms.follow_ups)
    shown = name_pace(campaign.terms)
    if budget is None:
        return shown
    there = convert_worth(budget, preview.currency)
    if preview.cost > there:
        return [*shown, phrase("campaign_budget_short", budget=budget, first=bool(follow_ups))]
    may_do = preview.cost * (1 + follow_ups) <= there  # unless people click or buy
    return [*shown, phrase("campaign_budget_is" if may_do else "campaign_budget_follows", budget=budget)]


def _trial(campaign: Campaign, preview: CampaignPreview) -> Text:
    """Say how many people each wording needs for a winner, and how many it has; empty if there is only one wording."""
    trial = preview.trial
    if trial is None:
        return ""
    by = phrase(f"campaign_by_{trial.measure.value}")
    points, people = f"{trial.points * 100:g}", max(1, count_drawn(campaign, preview) // trial.arms)
    figures = {"points": Ours(points), "by": by, "needed": trial.needed, "people": people}
    if campaign.terms.arms:
        return phrase("campaign_needs_each", variants=Ours(", ".join(campaign.variants)), **figures)
    return phrase("campaign_needs", **figures)


def _contest(turn: Turn, campaign: Campaign, preview: CampaignPreview) -> Text:
    """Say how many people get all wordings first, and when the rest gets the best one; empty if there is no contest.

    Too few people for a clear winner are said as well, so that nobody takes chance for the best.
    """
    trial = preview.trial
    if campaign.contest is None or trial is None:
        return ""
    first = count_drawn(campaign, preview)
    doubt = phrase("campaign_best_is_chance") if first < trial.needed * trial.arms else ""
    return Lines((_describe_contest(turn, campaign, preview, first), doubt))


def _describe_contest(turn: Turn, campaign: Campaign, preview: CampaignPreview, first: int) -> Text:
    if campaign.has_own_hours:
        return describe_best_hour(course_of(campaign, preview, turn.business, turn.now), first)
    if campaign.has_hours:
        return phrase("campaign_best_wins_daily", first=first, days=LATEST_DAY)
    return phrase("campaign_best_wins", first=first, hours=int(WITHIN / timedelta(hours=1)))


def count_drawn(campaign: Campaign, preview: CampaignPreview) -> int:
    """Return how many people get a random wording: all of them, or the first part of a contest."""
    if campaign.contest is None or preview.trial is None:
        return preview.expected
    return round((campaign.contest.set_share(preview.trial, preview.expected).share or 0.0) * preview.expected)


def name_pace(terms: Terms) -> list[Text]:
    """Format lines for a campaign's pace and its follow-ups."""
    shown: list[Text] = []
    if terms.best_hour:
        shown.append(phrase("campaign_best_hour"))
    if terms.spread:
        shown.append(phrase("campaign_spread", hours=terms.spread // timedelta(hours=1)))
    for one in terms.follow_ups:
        days, rest = divmod(one.after, timedelta(days=1))
        hours = one.after // timedelta(hours=1) if rest else 0
        words = Ours(quote_line(one.texts[0].text, _FOLLOWS))
        shown.append(phrase(f"campaign_follows_{one.unless.value}", days=days, hours=hours, words=words))
    return shown
