"""The list of a business's campaigns, and the status of one: /campaign and /campaign NAME."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from flows.campaigns.campaign import ALIVE, UNLAUNCHED, Campaign, CampaignStatus
from flows.engine import Subject
from flows.money import Money
from flows.phrase import At, Lines, Ours, Shows, Text, phrase, tap
from flows.policy.message_price import convert_worth
from handlers.campaigns.campaign_reference import to_tap
from handlers.campaigns.drafts.campaign_grammar import SHORT
from handlers.campaigns.previews.preview_offers import build_offering
from handlers.campaigns.previews.preview_text import name_channels, name_pace, preview_details, would_go
from handlers.campaigns.previews.variant_lines import describe_arms
from handlers.campaigns.results.results_text import describe_by_audience, describe_results, sum_up, waiting
from handlers.engine.turn import Turn
from handlers.offers.written_amounts import name_discount
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Reply
from storage.businesses.access import Member
from storage.businesses.approvals import Approvals
from storage.campaigns.campaign_changes import CampaignChanges
from storage.campaigns.campaign_codes import CampaignCodes
from storage.campaigns.campaign_mailings import SUBJECT
from storage.campaigns.campaign_progress import CampaignsUnderWay
from storage.campaigns.campaign_results import load_results
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.code_handout import HandedCodes
from storage.campaigns.code_pools import PoolKey
from storage.campaigns.stage_breakdown import split_audience
from templates.message_values import quote_line

_MOST, _LOOKED_AT = 8, 100
"""The other campaigns on the first page, next to planned and running ones, and the campaigns read for all pages."""
_LABEL = 20  # characters of a button
_DETAILS = 1400
"""The characters of the details, as a channel takes them."""


async def list_campaigns(turn: Turn, member: Member, page: int = 1) -> Reply:
    """Show a page of the campaigns, with a button for each. The first page has all planned and running ones."""
    found = await turn.unit.of(Campaigns).page(_LOOKED_AT)
    alive = [one for one in found if one.status in ALIVE]
    ordered = [*alive, *(one for one in found if one not in alive)]
    first = max(_MOST, len(alive))
    start = 0 if page < 2 else first + (page - 2) * _MOST
    end = start + _MOST if start else first
    rows = [_row(turn, one, await _describe_status(turn, one)) for one in ordered[start:end]]
    left = Decimal(len(ordered) - end)
    more = phrase("campaigns_more", many=left, command=tap("campaign", "list", str(page + 1))) if left > 0 else ""
    head = phrase("campaigns_head") if rows else phrase("campaigns_none" if not found else "campaigns_no_more")
    how = phrase("campaign_how") if member.role in OWNERS else ""
    buttons = tuple((to_tap(one), Ours(quote_line(one.name, _LABEL))) for one in ordered[start:end])
    return Reply(Lines((head, *rows, more, how), longest=LONGEST), buttons)


def _row(turn: Turn, one: Campaign, stands: Text) -> Text:
    said = phrase("campaign_row", stands=stands, at=_begins(turn, one))
    return Lines((quote_line(one.name, SHORT), said), " ")


def _begins(turn: Turn, one: Campaign) -> Text | At:
    """Format a campaign's start; a past draft time as a date, because a weekday looks like a future one."""
    if one.status not in UNLAUNCHED or one.begins >= turn.now:
        return At(one.begins)
    at = At(one.begins, Shows.DATE)
    return at if one.hours[0].at_once else phrase("campaign_hour_passed", at=at)


async def _has_lapsed(turn: Turn, one: Campaign) -> bool:
    """Return True if the campaign ended while it was paused."""
    return one.status is CampaignStatus.DONE and await turn.unit.of(CampaignChanges).ends_paused(one.id)


async def _describe_status(turn: Turn, one: Campaign) -> Text:
    return phrase("campaign_is_lapsed" if await _has_lapsed(turn, one) else f"campaign_is_{one.status.value}")


async def show_status(turn: Turn, member: Member, one: Campaign) -> Reply:
    """Show the status of a campaign, its main figures, and buttons for the commands that the staff member may use."""
    head = phrase("campaign_stands", name=one.name, stands=await _describe_status(turn, one), at=_begins(turn, one))
    if one.status in UNLAUNCHED:
        lines = [head, phrase("campaign_people", people=one.phrase), *await _describe_terms(turn, one)]
    else:
        progress = await turn.unit.of(CampaignsUnderWay).load_progress(one.id)
        lines = [head, *sum_up(one, await load_results(turn.unit, turn.tenant, one, turn.now), progress)]
    return Reply(Lines((*lines, await _describe_second_yes(turn, one)), longest=LONGEST), _buttons(member, one))


async def show_details(turn: Turn, member: Member, one: Campaign) -> Reply:
    """Show the audience, terms, preview and results of a campaign in full."""
    told: Sequence[Text] = ()
    if one.status not in UNLAUNCHED:
        told = await _show_results(turn, one, await _has_lapsed(turn, one))
    elif one.preview is not None and one.preview.holds(one.version, turn.now):
        told = (would_go(one, one.preview), *await preview_details(turn, one, one.preview))
    head = phrase("campaign_details", name=one.name)
    terms = (phrase("campaign_people", people=one.phrase), name_channels(turn, one), *await _describe_terms(turn, one))
    lines = (head, *terms, *told, *name_pace(one.terms))
    return Reply(Lines(lines, longest=_DETAILS), _buttons(member, one, but="details"))


async def _describe_second_yes(turn: Turn, one: Campaign) -> Text:
    """Say that the campaign waits for a second confirmation; "" if it does not."""
    if one.preview is None or one.status not in UNLAUNCHED or not one.preview.holds(one.version, turn.now):
        return ""
    asked = await turn.unit.of(Approvals).find_approval(Subject(SUBJECT, one.id), one.preview.snapshot)
    waits = asked is not None and asked.approved_at is None
    return phrase("campaign_waits_second", command=to_tap(one, "launch")) if waits else ""


async def _show_results(turn: Turn, one: Campaign, lapsed: bool) -> Sequence[Text]:
    """Format the results of a campaign so far, also by audience; ``lapsed`` means that it ended while paused."""
    whose = (turn.unit, turn.tenant, one, turn.now)
    audience = describe_by_audience(await split_audience(*whose), turn.business.currency)
    figures, *others = describe_results(one, await load_results(*whose), lapsed)
    first = await turn.unit.of(CampaignsUnderWay).load_progress(one.id)
    return (figures, waiting(one, first.made - first.left - first.never), *others, audience)


async def _describe_terms(turn: Turn, one: Campaign) -> list[Text]:
    """Format lines for a campaign's offer, its codes and its budget."""
    budget, told = one.terms.budget, build_offering(turn, one)
    stands: dict[str, Text] = {}
    for variant in one.pools if one.status not in UNLAUNCHED else ():
        pool = PoolKey(one.id, variant)
        stock, lost = await turn.unit.of(CampaignCodes).stock(pool), await turn.unit.of(HandedCodes).sum_withdrawn(pool)
        coming = 0 if stock.failure else max(0, stock.wanted - stock.free - stock.given)
        figures = {"given": stock.given - lost, "free": stock.free, "coming": coming, "dead": stock.dead + lost}
        stands[variant] = phrase("campaign_codes_of" if variant else "campaign_codes_stand", **figures)
    shown: list[Text] = [] if one.terms.has_own_offers else [name_discount(offer) for offer in one.terms.every_offer]
    shown += [*([stands[""]] if "" in stands else []), *describe_arms(one, told, stands)]
    if budget is not None:
        spent = Money(convert_worth(Money(one.spent, turn.business.spends_in), budget.currency), budget.currency)
        shown.append(phrase("campaign_budget", spent=spent, budget=budget))
    return shown


def _buttons(member: Member, one: Campaign, but: str = "") -> tuple[tuple[str, Text], ...]:
    """Return a button for each command about the campaign that the staff member may use next, except ``but``."""
    ways = ("details",) if one.status in UNLAUNCHED else ("details", "chart", "csv")
    if not one.is_over and member.role in OWNERS:
        first = ("launch", "campaign_test") if one.status in UNLAUNCHED else ("pause_campaign",)
        ways = (*(("resume_campaign",) if one.status is CampaignStatus.PAUSED else first), "cancel_campaign", *ways)
    named = ((way, way.partition("_")[0] if way != "campaign_test" else "test") for way in ways)
    return tuple((to_tap(one, command), phrase(f"button_{way}")) for way, command in named if command != but)
