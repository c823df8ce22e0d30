"""How far a campaign is, told to whoever launched it: one message that changes where a channel can, else three.

Of fewer people than `FEWEST` nothing is told: they are written to before anybody looks.
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
from handlers.staff import alerts
from storage.campaigns.campaign_progress import CampaignProgress, CampaignsUnderWay
from storage.campaigns.campaigns import Campaigns
from storage.events.runs import Run
from storage.people.people import Address

_TOO_LATE = frozenset({"campaign.ended", "spend.daily", "stale", "expired"})
"""The rules by which a campaign's end refuses what waits."""

FEWEST = 100
_TOLD = frozenset({CampaignStatus.SENDING, CampaignStatus.PAUSED, CampaignStatus.DONE})


async def watch(turn: Turn, campaign: Campaign, wave: Wave) -> None:
    """Have the progress of a campaign told from this wave on, once for all of its first step: how far that is, is what
    is told."""
    latest = (wave.until or campaign.latest) if wave.step == FIRST_STEP else None
    if latest is not None and await turn.unit.runs.open(watching.NAME, str(campaign.id)) is None:
        await host.enter(turn, watching.NAME, str(campaign.id), None, None, Watch(latest))


async def watch_no_more(turn: Turn, campaign: Campaign) -> None:
    """Tell nothing more of a campaign that was called off."""
    run = await turn.unit.runs.open(watching.NAME, str(campaign.id))
    if run is not None:
        await host.advance(turn, run, WatchCalledOff())


def known(_business: object, _event: object) -> ProgressFacts:
    """A look needs to know nothing else."""
    return ProgressFacts()


async def facts(_turn: Turn, _contact: UUID, _subject: Subject | None, _event: object) -> ProgressFacts:
    """Never asked for: it is nobody's run, and all is known."""
    return ProgressFacts()


async def write(turn: Turn, run: Run, _before: Watched | None, decision: Decision[Watched]) -> None:
    """Tell how far the campaign is."""
    if any(isinstance(effect, Look) for effect in decision.effects):
        await tell(turn, UUID(run.key), at_end=decision.ended is not None)


async def tell(turn: Turn, which: UUID, *, at_end: bool = False) -> None:
    """Say in the chat of whoever launched it how many have got it, where that is news."""
    campaign = await turn.unit.of(Campaigns).get(which)
    if campaign is None or campaign.status not in _TOLD:
        return
    stands = await turn.unit.of(CampaignsUnderWay).of(campaign.id)
    people = stands.made if at_end else _people(campaign, stands)
    to = await _launcher(turn, campaign) if people >= FEWEST and stands.left else None
    if to is None:
        return
    told = {"name": campaign.name, "sent": stands.left, "people": people, "command": to_tap(campaign)}
    never = {"never": stands.never} if stands.never else {}
    key, share = f"campaign-progress:{campaign.id}:{to.id}", (stands.left + stands.never) / people
    await progress_message.tell(turn, to, key, phrase("campaign_progress", **told, **never), share, at_end=at_end)


async def tell_unsent(turn: Turn, campaign: Campaign) -> None:
    """Say that a campaign is over of which nothing left, where its preview foretold otherwise, or of which some came to
    its end in the queue."""
    stands = await turn.unit.of(CampaignsUnderWay).of(campaign.id)
    late = await turn.unit.of(CampaignsUnderWay).too_late(campaign.id, _TOO_LATE)
    named = {"name": campaign.name, "command": to_tap(campaign)}
    if not stands.left and campaign.preview is not None and campaign.preview.expected:
        told = phrase("campaign_ended_unsent", **named)
        await _tell_launcher(turn, campaign, f"campaign-unsent:{campaign.id}", told)
    elif late:
        told = phrase("campaign_ended_short", many=late, **named)
        await _tell_launcher(turn, campaign, f"campaign-short:{campaign.id}", told)


async def tell_lapsed(turn: Turn, campaign: Campaign) -> None:
    """Say that a campaign ended in its pause, and how many did not get it: to whoever launched it, else to owners and
    managers."""
    stands = await turn.unit.of(CampaignsUnderWay).of(campaign.id)
    foreseen = campaign.preview.expected if campaign.preview is not None else 0
    many = max(stands.made - stands.left - stands.never, foreseen - stands.left, 0)
    told = phrase("campaign_ended_paused", name=campaign.name, many=many, command=to_tap(campaign))
    await _tell_launcher(turn, campaign, f"campaign-lapsed:{campaign.id}", told)


async def _tell_launcher(turn: Turn, campaign: Campaign, about: str, told: Text) -> None:
    """In the chat of whoever launched a campaign; to owners and managers where that is nobody's."""
    to = await _launcher(turn, campaign)
    if to is None:
        await alerts.tell(turn, about, told)
        return
    said = (await speech_to(turn, to)).say(told)
    await post(turn, to, OutboundMessage(key=f"{about}:{to.id}", kind=Kind.STAFF, text=said))


def _people(campaign: Campaign, stands: CampaignProgress) -> int:
    """How many messages there will be: as was foreseen, with those for whoever is left alone, or as many as there are
    already. Of later waves, as other zones and the rest of a contest, none is made yet."""
    seen = campaign.preview
    return max(seen.expected + seen.held_out if seen is not None else 0, stands.made)


async def _launcher(turn: Turn, campaign: Campaign) -> Address | None:
    """Where the member writes who launched it; None for one who left, and for a key of the API."""
    by = await turn.unit.of(CampaignsUnderWay).launched_by(campaign.id)
    members = await turn.unit.access.members() if by is not None else ()
    contact = next((one.contact for one in members if by is not None and one.id == by.row), None)
    return await alerts.chat_of(turn, contact) if contact is not None else None
