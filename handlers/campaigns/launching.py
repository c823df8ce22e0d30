"""A campaign is shown before it is launched, and launched once; then its waves begin one after the other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from flows.actor import SYSTEM
from flows.audience.reading import read_criteria
from flows.campaigns import launch as launching
from flows.campaigns.campaign import Campaign, CampaignStatus, Schedule
from flows.campaigns.launch import Begin, Finish, Launch, Launched, LaunchFacts
from flows.campaigns.waves import latest_of, waves_of
from flows.channels import CHANNELS
from flows.engine import Decision, Subject
from flows.phrase import At, Lines, Ours, Text, phrase
from handlers import host
from handlers.actions.action import Origin, Preview, Refused
from handlers.campaigns.fanning import ask, ways_of
from handlers.campaigns.moving import LAUNCHED, NamedCampaign, note
from handlers.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.campaigns.campaigns import CampaignNameTaken, Campaigns
from storage.campaigns.mailings import TEMPLATE, Mailings
from storage.runs import Run
from templates import formats
from templates.segments import measure
from templates.values import quoted

HOLDOUT = 0.1
"""The share of its people that a campaign leaves alone, to measure against."""
LEAST_MEASURED = 100
"""Of fewer people nobody is left alone: a tenth of them tells nothing."""
_SHOWN = 400  # characters of a text in a preview
_PAST = timedelta(minutes=1)  # so long a moment may have passed while somebody read what was shown


class WhyNoCampaign(StrEnum):
    """Why a campaign is not launched."""

    TAKEN = "campaign_name_taken"
    NOBODY = "campaign_of_nobody"
    NO_CHANNEL = "campaign_no_channel"
    PASSED = "campaign_time_passed"


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """A campaign as the staff asks for it: ``criteria`` as JSON, ``at`` when it is due, None for now."""

    name: str
    criteria: str
    phrase: str
    words: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class LaunchCampaign:
    """Launch a new campaign."""

    wanted: NewCampaign


def _campaign(turn: Turn, command: NewCampaign, origin: Origin | None = None) -> Campaign:
    """As it would be kept."""
    ordered = turn.business.recovery.channels or tuple(sorted(CHANNELS, key=lambda one: CHANNELS[one].preference))
    return Campaign(
        id=turn.unit.ids.new(),
        name=command.name,
        status=CampaignStatus.DRAFT,
        criteria=read_criteria(json.loads(command.criteria)),
        phrase=command.phrase,
        words=(command.words,),
        channels=tuple(one for one in ordered if turn.business.channel(one) is not None),
        schedule=Schedule(command.at or turn.now),
        holdout=HOLDOUT,
        url=turn.business.site or "",
        made_by=origin.by if origin else SYSTEM,
        made_at=turn.now,
        updated_at=turn.now,
    )


async def would_launch(turn: Turn, command: LaunchCampaign) -> Preview:
    """The people by channel, those out of reach, the moment and the text. Raises Refused."""
    wanted = command.wanted
    campaign = _campaign(turn, wanted)
    reach = await _reach(turn, campaign, wanted)
    written = sum(many for channel, many in reach.items() if channel)
    by = Lines(tuple(Ours(f"{formats.channel(one)} {reach[one]}") for one in campaign.channels if one in reach), ", ")
    # In UTC as such: what was kept comes back in another object for it, and would be another preview.
    at = phrase("campaign_at", at=At(wanted.at.astimezone(UTC))) if wanted.at else phrase("campaign_now")
    lines = (
        phrase("would_launch", name=campaign.name, many=written, by=by),
        phrase("campaign_unreached", many=reach[""]) if reach.get("") else "",
        phrase("campaign_left_alone", percent=round(HOLDOUT * 100)) if _is_measured(reach) else "",
        at,
        *_texts(turn, campaign, reach),
    )
    return Preview(Lines(lines), phrase("button_launch"), final=True)


async def _reach(turn: Turn, campaign: Campaign, command: NewCampaign) -> Mapping[str, int]:
    """How many are written to by channel. Raises Refused for what cannot be launched."""
    if await turn.unit.of(Campaigns).called(command.name) is not None:
        raise Refused(WhyNoCampaign.TAKEN, {"name": command.name})
    if not campaign.channels:
        raise Refused(WhyNoCampaign.NO_CHANNEL)
    if command.at is not None and command.at < turn.now - _PAST:
        raise Refused(WhyNoCampaign.PASSED, {"at": At(command.at)})
    asked = Selection(campaign.criteria, turn.now, turn.zone)
    reach = await turn.unit.of(Mailings).reach(campaign, asked)
    if not any(many for channel, many in reach.items() if channel):
        raise Refused(WhyNoCampaign.NOBODY, {"many": await turn.unit.of(Audiences).count(asked)})
    return reach


def _is_measured(reach: Mapping[str, int]) -> bool:
    """Whether so many are written to that some of them can be left alone."""
    return sum(many for channel, many in reach.items() if channel) >= LEAST_MEASURED


def _texts(turn: Turn, campaign: Campaign, reach: Mapping[str, int]) -> list[Text]:
    """How it reads on the first channel that reaches anybody, and how many segments that is where texts have any."""
    channel = next(one for one in campaign.channels if reach.get(one))
    values = {"brand": turn.business.name, "words": campaign.words[0], "name": "", "link": _link(turn, campaign)}
    values = {name: value for name, value in values.items() if value}
    rendered = turn.tools.library.render(TEMPLATE, channel=channel, locale=turn.business.locale, values=values)
    many = measure(rendered.text).segments if CHANNELS[channel].segmented else 1
    shown = Ours(f"“{quoted(rendered.text, _SHOWN)}”")
    return [shown, phrase("campaign_segments", many=many) if many > 1 else ""]


def _link(turn: Turn, campaign: Campaign) -> str:
    return f"{turn.link_base}/l/xxxxxxx" if campaign.url and turn.link_base else campaign.url


async def launch(turn: Turn, origin: Origin, command: LaunchCampaign) -> Campaign:
    """Keep an approved campaign, and begin its waves. Raises Refused."""
    campaign = _campaign(turn, command.wanted, origin)
    reach = await _reach(turn, campaign, command.wanted)
    asked = Selection(campaign.criteria, turn.now, turn.zone)
    zones: set[str] = set()
    for way in await ways_of(turn, campaign):
        zones |= await turn.unit.of(Mailings).zones(campaign, way, asked)
    campaign = campaign if _is_measured(reach) else replace(campaign, holdout=0.0)
    waves = waves_of(campaign.schedule, zones, turn.business.timezone, turn.now)
    rate = min(CHANNELS[channel].rate for channel in campaign.channels)
    latest = latest_of(waves, sum(reach.values()), rate)
    campaigns = turn.unit.of(Campaigns)
    try:
        await campaigns.make(campaign, origin.by)
    except CampaignNameTaken:
        raise Refused(WhyNoCampaign.TAKEN, {"name": campaign.name}) from None
    approved = await campaigns.move(campaign, CampaignStatus.SCHEDULED, origin.by, turn.now, latest)
    await note(turn, origin.by, LAUNCHED, NamedCampaign(campaign.id, campaign.name))
    assert origin.contact is not None, "whoever launches it in chat is a person"
    await host.enter(turn, launching.NAME, str(campaign.id), origin.contact, None, Launch(waves, latest))
    return approved


async def facts(_turn: Turn, _contact: UUID, _subject: Subject | None, _event: object) -> LaunchFacts:
    """A launch needs to know nothing else."""
    return LaunchFacts()


async def write(turn: Turn, run: Run, _before: Launched | None, decision: Decision[Launched]) -> None:
    """Begin the waves whose time has come, or end the campaign."""
    campaigns = turn.unit.of(Campaigns)
    campaign = await campaigns.get(UUID(run.key))
    assert campaign is not None, "its run was begun with its row"
    for effect in decision.effects:
        if isinstance(effect, Begin):
            if campaign.status is CampaignStatus.SCHEDULED:
                campaign = await campaigns.move(campaign, CampaignStatus.SENDING, SYSTEM, turn.now)
            await ask(turn, campaign, effect.wave, decision.state.waves)
        elif isinstance(effect, Finish):
            campaign = await campaigns.move(campaign, CampaignStatus.DONE, SYSTEM, turn.now)
