"""The progress of a campaign, for the staff member who launched it: one message that is edited, or three messages.

Campaigns of fewer than `FEWEST` people get no progress message, because they are sent in a moment.
"""

from __future__ import annotations

from uuid import UUID

from flows.campaigns import progress_watch as watching
from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.campaign_waves import Wave
from flows.campaigns.follow_up import FIRST_STEP
from flows.campaigns.progress_watch import Look, ProgressFacts, Watch, WatchCalledOff, Watched
from flows.engine import Decision, Subject
from flows.phrase import Text, phrase
from flows.policy.departure_facts import Kind
from handlers.calls import progress_message
from handlers.campaigns.campaign_reference import to_tap
from handlers.engine import host
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from storage.campaigns.campaign_progress import CampaignProgress, CampaignsUnderWay
from storage.campaigns.campaigns import Campaigns
from storage.events.runs import Run
from storage.people.people import Address

_TOO_LATE = frozenset({"campaign.ended", "spend.daily", "stale", "expired"})
"""The rules that refuse waiting messages at a campaign's end."""

FEWEST = 100
_TOLD = frozenset({CampaignStatus.SENDING, CampaignStatus.PAUSED, CampaignStatus.DONE})


async def watch(turn: Turn, campaign: Campaign, wave: Wave) -> None:
    """Start the progress reports of a campaign with this wave, once for the whole first step."""
    latest = (wave.until or campaign.latest) if wave.step == FIRST_STEP else None
    if latest is not None and await turn.unit.runs.get_open(watching.NAME, str(campaign.id)) is None:
        await host.enter(turn, watching.NAME, str(campaign.id), None, None, Watch(latest))


async def watch_no_more(turn: Turn, campaign: Campaign) -> None:
    """Stop the progress reports of a cancelled campaign."""
    run = await turn.unit.runs.get_open(watching.NAME, str(campaign.id))
    if run is not None:
        await host.advance(turn, run, WatchCalledOff())


def make_facts(_business: object, _event: object) -> ProgressFacts:
    """Return the facts of a progress run, which are empty."""
    return ProgressFacts()


async def load_facts(_turn: Turn, _contact: UUID, _subject: Subject | None, _event: object) -> ProgressFacts:
    """Return empty facts; never called, because the run has no contact."""
    return ProgressFacts()


async def write(turn: Turn, run: Run, _before: Watched | None, decision: Decision[Watched]) -> None:
    """Report the progress of the campaign."""
    if any(isinstance(effect, Look) for effect in decision.effects):
        await tell(turn, UUID(run.key), at_end=decision.ended is not None)


async def tell(turn: Turn, which: UUID, *, at_end: bool = False) -> None:
    """Report how many people have got the campaign, if that changed, in the chat of the member who launched it."""
    campaign = await turn.unit.of(Campaigns).get(which)
    if campaign is None or campaign.status not in _TOLD:
        return
    stands = await turn.unit.of(CampaignsUnderWay).load_progress(campaign.id)
    people = stands.made if at_end else _people(campaign, stands)
    to = await _find_launcher(turn, campaign) if people >= FEWEST and stands.left else None
    if to is None:
        return
    told = {"name": campaign.name, "sent": stands.left, "people": people, "command": to_tap(campaign)}
    never = {"never": stands.never} if stands.never else {}
    key, share = f"campaign-progress:{campaign.id}:{to.id}", (stands.left + stands.never) / people
    await progress_message.tell(turn, to, key, phrase("campaign_progress", **told, **never), share, at_end=at_end)


async def tell_unsent(turn: Turn, campaign: Campaign) -> None:
    """Report that a campaign ended and sent nothing although messages were expected, or that some expired."""
    stands = await turn.unit.of(CampaignsUnderWay).load_progress(campaign.id)
    late = await turn.unit.of(CampaignsUnderWay).count_too_late(campaign.id, _TOO_LATE)
    named = {"name": campaign.name, "command": to_tap(campaign)}
    if not stands.left and campaign.preview is not None and campaign.preview.expected:
        told = phrase("campaign_ended_unsent", **named)
        await _tell_launcher(turn, campaign, f"campaign-unsent:{campaign.id}", told)
    elif late:
        told = phrase("campaign_ended_short", many=late, **named)
        await _tell_launcher(turn, campaign, f"campaign-short:{campaign.id}", told)


async def tell_lapsed(turn: Turn, campaign: Campaign) -> None:
    """Report to the launching staff member, or to owners and managers, that a campaign ended while paused. The report
    says how many people missed it."""
    stands = await turn.unit.of(CampaignsUnderWay).load_progress(campaign.id)
    foreseen = campaign.preview.expected if campaign.preview is not None else 0
    many = max(stands.made - stands.left - stands.never, foreseen - stands.left, 0)
    told = phrase("campaign_ended_paused", name=campaign.name, many=many, command=to_tap(campaign))
    await _tell_launcher(turn, campaign, f"campaign-lapsed:{campaign.id}", told)


async def _tell_launcher(turn: Turn, campaign: Campaign, about: str, told: Text) -> None:
    """Send a notice to the chat of the launching staff member, or to owners and managers if there is none."""
    to = await _find_launcher(turn, campaign)
    if to is None:
        await alerts.tell(turn, about, told)
        return
    said = (await speech_to(turn, to)).say(told)
    await post(turn, to, OutboundMessage(key=f"{about}:{to.id}", kind=Kind.STAFF, text=said))


def _people(campaign: Campaign, stands: CampaignProgress) -> int:
    """Return the expected number of messages: as previewed, with the control group, or as many as exist if that is
    more. Later waves, of other zones and of the rest of a contest, have no messages yet."""
    seen = campaign.preview
    return max(seen.expected + seen.held_out if seen is not None else 0, stands.made)


async def _find_launcher(turn: Turn, campaign: Campaign) -> Address | None:
    """Return the address of the launching staff member; None for a former member or an API key."""
    by = await turn.unit.of(CampaignsUnderWay).find_launcher(campaign.id)
    members = await turn.unit.access.members() if by is not None else ()
    contact = next((one.contact for one in members if by is not None and one.id == by.row), None)
    return await alerts.find_chat(turn, contact) if contact is not None else None
