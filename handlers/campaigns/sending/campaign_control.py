"""Pausing, resuming and cancelling a launched campaign, by the staff or by an undo."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flows.actor import Actor
from flows.campaigns import campaign_launch as launching
from flows.campaigns.campaign import UNLAUNCHED, Campaign, CampaignStatus
from flows.campaigns.campaign_launch import LaunchCalledOff, Launched
from flows.engine import Subject
from flows.money import Money
from flows.phrase import Text, phrase
from flows.policy.verdict import Outcome, Verdict
from handlers.actions.action import Origin, Preview, Refused
from handlers.campaigns.campaign_reference import make_more_budget_tap, to_tap
from handlers.campaigns.sending.campaign_approval import must_be_agreed
from handlers.campaigns.sending.campaign_departure_checks import PAUSED, hold_campaign
from handlers.campaigns.sending.progress_notices import watch_no_more
from handlers.campaigns.sending.wave_fanout import begin_again
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from storage.businesses.deeds import Deeds
from storage.campaigns.campaign_mailings import SUBJECT
from storage.campaigns.campaigns import Campaigns
from storage.sending.message import Message
from storage.sql import json_codec

DRAFTED, EDITED, LAUNCHED = "campaign.drafted", "campaign.edited", "campaign.launched"
RESUMED, CANCELLED = "campaign.resumed", "campaign.cancelled"
"""The audit's names of these deeds; all but ends are kept for an undo, by the same names."""
NO_MONEY = "campaign.budget"
"""The rule of messages that wait for more budget."""


class WhyNotMoved(StrEnum):
    """The reasons why a campaign's state does not change."""

    STANDS = "campaign_moved"


@dataclass(frozen=True, slots=True)
class NamedCampaign:
    """A campaign by its id, with the name that the command used."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class MoveCampaign:
    """A command that moves or shows a campaign."""

    which: NamedCampaign


async def note(turn: Turn, by: Actor, kind: str, which: NamedCampaign, **figures: str) -> None:
    """Store a deed for the audit and for an undo, which needs these ``figures``."""
    await turn.unit.access.log(by, kind, turn.now, Subject(SUBJECT, which.id))
    await turn.unit.of(Deeds).note(kind, which.id, by, turn.now, name=which.name, **figures)


async def pause(turn: Turn, origin: Origin, command: MoveCampaign) -> Campaign:
    """Pause a campaign until it is resumed. Raises Refused."""
    paused = await move(turn, origin, command.which, PAUSED)
    await note(turn, origin.by, PAUSED, command.which)
    return paused


async def resume(turn: Turn, origin: Origin, command: MoveCampaign) -> Campaign:
    """Resume a paused campaign; abandoned waves begin again. Raises Refused."""
    campaign = await turn.unit.of(Campaigns).hold(command.which.id, alone=True)
    goes = campaign is not None and not campaign.is_over and campaign.status is not CampaignStatus.PAUSED
    if goes and campaign is not None and await begin_again(turn, campaign.id):
        await turn.unit.access.log(origin.by, RESUMED, turn.now, Subject(SUBJECT, campaign.id))
        return campaign
    resumed = await move(turn, origin, command.which, RESUMED)
    await begin_again(turn, resumed.id)
    await note(turn, origin.by, RESUMED, command.which)
    return resumed


async def would_cancel(turn: Turn, command: MoveCampaign) -> Preview:
    """Return the preview of cancelling a campaign. Raises Refused."""
    campaign = await turn.unit.of(Campaigns).get(command.which.id)
    if campaign is None or campaign.is_over:
        raise stays(command.which, campaign)
    return Preview(phrase("would_cancel_campaign", name=campaign.name), phrase("button_cancel_campaign"))


async def cancel(turn: Turn, origin: Origin, command: MoveCampaign) -> Campaign:
    """Cancel a campaign permanently. Raises Refused."""
    cancelled = await move(turn, origin, command.which, CANCELLED)
    await turn.unit.access.log(origin.by, CANCELLED, turn.now, Subject(SUBJECT, command.which.id))
    return cancelled


async def move(turn: Turn, origin: Origin, which: NamedCampaign, how: str) -> Campaign:
    """Pause, resume or cancel a campaign, by the kind of the deed, and store no deed. Raises Refused, also if another
    staff member has to confirm the resumption."""
    campaigns = turn.unit.of(Campaigns)
    campaign = await campaigns.hold(which.id, alone=True)  # waits for a wave that begins in another transaction
    run = await turn.unit.runs.get_open(launching.NAME, str(which.id))
    if how == RESUMED:
        begun = run is not None and json_codec.load(Launched, run.state).begun
        status = CampaignStatus.SENDING if begun else CampaignStatus.SCHEDULED
    else:
        status = CampaignStatus.PAUSED if how == PAUSED else CampaignStatus.CANCELLED
    fits = how != RESUMED or (campaign is not None and campaign.status is CampaignStatus.PAUSED)
    if campaign is None or not fits or not campaign.may_become(status):
        raise stays(which, campaign)
    if how == RESUMED:
        await must_be_agreed(turn, campaign, origin.by)
    moved = await campaigns.move(campaign, status, origin.by, turn.now)
    if how == CANCELLED and run is not None:
        await host.advance(turn, run, LaunchCalledOff())
        await watch_no_more(turn, moved)
    return moved


async def hold_back(turn: Turn, message: Message) -> Text | None:
    """Pause the campaign of a message that a carrier filtered. Return the notice to the staff; None for a message of no
    campaign."""
    # If a carrier filters two at once, the later call finds the campaign paused.
    campaign = await turn.unit.of(Campaigns).hold(message.campaign, alone=True) if message.campaign else None
    if campaign is None:
        return None
    await hold_campaign(turn, campaign)
    return phrase("complaint_filtered_campaign", name=campaign.name, command=to_tap(campaign, "resume"))


async def pause_without_budget(turn: Turn, campaign: Campaign, budget: Money) -> Verdict:
    """Pause a campaign whose budget is used up, and alert the staff; return the verdict for its waiting messages. If
    the campaign was cancelled or got another budget meanwhile, its messages are judged again."""
    # A concurrent resume waits: it releases waiting messages, and ones kept here would wait for ever.
    current = await turn.unit.of(Campaigns).hold(campaign.id, alone=True)
    if current is None or current.is_over or current.terms.budget != budget:
        return Verdict(Outcome.WAIT, NO_MONEY, "The campaign has been changed meanwhile.", turn.now)
    await hold_campaign(turn, current)
    more = make_more_budget_tap(campaign, budget)
    told = phrase(
        "campaign_budget_spent", name=campaign.name, budget=budget, more=more, resume=to_tap(campaign, "resume")
    )
    await alerts.tell(turn, f"{NO_MONEY}:{campaign.id}:{budget.micros}", told)
    return Verdict(Outcome.WAIT, NO_MONEY, "The campaign's budget is spent.")


def stays(which: NamedCampaign, campaign: Campaign | None) -> Refused:
    """Make the refusal for a campaign in the wrong state."""
    stands = phrase(f"campaign_is_{campaign.status.value}") if campaign else phrase("campaign_is_cancelled")
    values = {"name": which.name, "stands": stands}
    if campaign is not None and campaign.status in UNLAUNCHED:  # no message is left that a pause could hold
        return Refused(WhyNotMoved.STANDS, values, to_tap(campaign, "launch"))
    return Refused(WhyNotMoved.STANDS, values)
